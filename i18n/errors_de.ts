<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_US">
<context>
    <name>errors</name>
    <message>
        <source>&quot;%1&quot; is neither true nor false</source>
        <translation>„%1“ ist weder true noch false</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no key of such rules; expected keys, columns, targetColumn, keyColumn, contextColumn, noteColumn, header, encoding</source>
        <translation>„%1“ ist kein Schlüssel solcher Regeln; erwartet wird keys, columns, targetColumn, keyColumn, contextColumn, noteColumn, header, encoding</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no list of texts, such as [&quot;title&quot;, &quot;text&quot;]</source>
        <translation>„%1“ ist keine Liste von Texten wie [&quot;title&quot;, &quot;text&quot;]</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no text in quotes</source>
        <translation>„%1“ ist kein Text in Anführungszeichen</translation>
    </message>
    <message>
        <source>&apos;%1&apos; belongs to no entry; expected msgid, msgstr, a text in quotes, or a comment that begins with #</source>
        <translation>„%1“ gehört zu keinem Eintrag; erwartet wird msgid, msgstr, ein Text in Anführungszeichen oder ein Kommentar, der mit # beginnt</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no escape that PO files know; for a backslash write two</source>
        <translation>„%1“ ist keine Maskierung, die es in PO-Dateien gibt; für einen Backslash stehen zwei</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is missing or empty; expected a text</source>
        <translation>„%1“ fehlt oder ist leer; erwartet wird ein Text</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no case rule; expected any, exact or nothing</source>
        <translation>„%1“ ist keine Regel für Groß- und Kleinschreibung; erwartet wird any, exact oder nichts</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no column of terms; expected id, definition, domain, note, a language such as en, or en:forbidden and the like; name the columns where no row of the file does</source>
        <translation>„%1“ ist keine Spalte für Benennungen; erwartet wird id, definition, domain, note, eine Sprache wie en, oder en:forbidden und dergleichen; die Spalten nennen, wo keine Zeile der Datei es tut</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no language tag; expected one such as en or de-AT</source>
        <translation>„%1“ ist kein Sprachkürzel; erwartet wird eines wie en oder de-AT</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no status of a term; expected preferred, admitted, forbidden or nothing</source>
        <translation>„%1“ ist kein Status einer Benennung; erwartet wird preferred, admitted, forbidden oder nichts</translation>
    </message>
    <message>
        <source>&quot;approvedOnly&quot; is neither true nor false</source>
        <translation>„approvedOnly“ ist weder true noch false</translation>
    </message>
    <message>
        <source>&quot;references&quot; holds an entry that is none; expected {&quot;path&quot;: a text, &quot;penaltyPerMille&quot;: 0 to %1}</source>
        <translation>„references“ enthält einen Eintrag, der keiner ist; erwartet wird {&quot;path&quot;: ein Text, &quot;penaltyPerMille&quot;: 0 bis %1}</translation>
    </message>
    <message>
        <source>%1 units have the same source and target</source>
        <translation>%1 Einheiten haben denselben Ausgangs- und Zieltext</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no known encoding; expected a name such as UTF-8, windows-1250 or Shift_JIS</source>
        <translation>„%1“ ist keine bekannte Kodierung; erwartet wird ein Name wie UTF-8, windows-1250 oder Shift_JIS</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no known format</source>
        <translation>„%1“ ist kein bekanntes Format</translation>
    </message>
    <message>
        <source>a quoted text does not end on its line; expected a quote at its end</source>
        <translation>ein Text in Anführungszeichen endet nicht auf seiner Zeile; erwartet wird ein Anführungszeichen am Ende</translation>
    </message>
    <message>
        <source>byte %1 is not in the encoding %2; choose another one</source>
        <translation>Byte %1 gibt es in der Kodierung %2 nicht; wählen Sie eine andere</translation>
    </message>
    <message>
        <source>expected msgstr[%1]: the plural forms of an entry count up from 0</source>
        <translation>erwartet wird msgstr[%1]: die Pluralformen eines Eintrags zählen von 0 an</translation>
    </message>
    <message>
        <source>expected the number or the times of a subtitle, as 00:00:01,000 --&gt; 00:00:02,000; found &quot;%1&quot;</source>
        <translation>erwartet werden Nummer oder Zeiten eines Untertitels wie 00:00:01,000 --&gt; 00:00:02,000; gefunden wurde „%1“</translation>
    </message>
    <message>
        <source>expected WEBVTT, with which such a file begins</source>
        <translation>erwartet wird WEBVTT, womit eine solche Datei beginnt</translation>
    </message>
    <message>
        <source>ICU cannot load its word rules (%1); is its data package installed?</source>
        <translation>ICU kann seine Wortregeln nicht laden (%1); ist sein Datenpaket installiert?</translation>
    </message>
    <message>
        <source>begins a message that has no msgstr; nothing was imported</source>
        <translation>beginnt eine Meldung, die kein msgstr hat; es wurde nichts importiert</translation>
    </message>
    <message>
        <source>begins with &lt;%1&gt;; a TBX file begins with &lt;martif&gt; or &lt;tbx&gt;</source>
        <translation>beginnt mit &lt;%1&gt;; eine TBX-Datei beginnt mit &lt;martif&gt; oder &lt;tbx&gt;</translation>
    </message>
    <message>
        <source>belongs to a message of more than %1 bytes; nothing was imported</source>
        <translation>gehört zu einer Meldung von mehr als %1 Bytes; es wurde nichts importiert</translation>
    </message>
    <message>
        <source>byte %1 is not UTF-8; save the file as UTF-8 and open it again</source>
        <translation>Byte %1 ist kein UTF-8; die Datei als UTF-8 speichern und noch einmal öffnen</translation>
    </message>
    <message>
        <source>byte %1 of the text is not UTF-8</source>
        <translation>Byte %1 des Textes ist kein UTF-8</translation>
    </message>
    <message>
        <source>byte %1 of the translation is not UTF-8</source>
        <translation>Byte %1 der Übersetzung ist kein UTF-8</translation>
    </message>
    <message>
        <source>cannot be connected to: memory is short</source>
        <translation>eine Verbindung ist nicht möglich: der Arbeitsspeicher ist knapp</translation>
    </message>
    <message>
        <source>cannot be looked for (%1)</source>
        <translation>danach lässt sich nicht suchen (%1)</translation>
    </message>
    <message>
        <source>cannot be reached (%1); changes wait here until it can</source>
        <translation>ist nicht zu erreichen (%1); Änderungen warten hier, bis er es ist</translation>
    </message>
    <message>
        <source>cannot be read: %1</source>
        <translation>ist nicht zu lesen: %1</translation>
    </message>
    <message>
        <source>cannot be used: %1</source>
        <translation>ist nicht zu verwenden: %1</translation>
    </message>
    <message>
        <source>cannot be used: %1 (%2)</source>
        <translation>ist nicht zu verwenden: %1 (%2)</translation>
    </message>
    <message>
        <source>cannot be written (%1); make the file and its folder writable</source>
        <translation>lässt sich nicht beschreiben (%1); Datei und Ordner beschreibbar machen</translation>
    </message>
    <message>
        <source>cannot be written, and has changes waiting in %1; let its owner close it, or copy both files to a folder of your own</source>
        <translation>lässt sich nicht beschreiben, und in %1 warten Änderungen; der Eigentümer muss die Datei schließen, oder beide Dateien in einen eigenen Ordner kopieren</translation>
    </message>
    <message>
        <source>cannot be written: %1</source>
        <translation>lässt sich nicht schreiben: %1</translation>
    </message>
    <message>
        <source>cannot grow: %1; free some space and try again</source>
        <translation>kann nicht wachsen: %1; Platz schaffen und noch einmal versuchen</translation>
    </message>
    <message>
        <source>cannot grow: the disk is full; free some space and try again</source>
        <translation>kann nicht wachsen: der Datenträger ist voll; Platz schaffen und noch einmal versuchen</translation>
    </message>
    <message>
        <source>cannot hold a text of more than a billion bytes</source>
        <translation>fasst keinen Text von mehr als einer Milliarde Bytes</translation>
    </message>
    <message>
        <source>cannot take its own place; give the edited unit an id of its own</source>
        <translation>kann nicht an die eigene Stelle treten; die bearbeitete Einheit braucht eine eigene Kennung</translation>
    </message>
    <message>
        <source>concept &quot;%1&quot; cannot be read; restore the file from a backup</source>
        <translation>Begriff „%1“ ist nicht zu lesen; die Datei aus einer Sicherung wiederherstellen</translation>
    </message>
    <message>
        <source>does not allow it (%1); ask whoever runs the server to give your role the rights of a translator</source>
        <translation>erlaubt das nicht (%1); wer den Server betreibt, muss Ihrer Rolle die Rechte einer Übersetzerin oder eines Übersetzers geben</translation>
    </message>
    <message>
        <source>does not exist; a %1 was expected</source>
        <translation>gibt es nicht; erwartet wird: %1</translation>
    </message>
    <message>
        <source>does not exist; a TBX file was expected</source>
        <translation>gibt es nicht; erwartet wird eine TBX-Datei</translation>
    </message>
    <message>
        <source>does not let you in (%1); check user and password in ~/.pgpass or the variable PGPASSWORD</source>
        <translation>lässt Sie nicht hinein (%1); Benutzer und Passwort in ~/.pgpass oder der Variable PGPASSWORD prüfen</translation>
    </message>
    <message>
        <source>does not say which languages it holds; restore it from a backup</source>
        <translation>sagt nicht, welche Sprachen es enthält; aus einer Sicherung wiederherstellen</translation>
    </message>
    <message>
        <source>does not say which version its tables have; restore the database from a backup</source>
        <translation>sagt nicht, welche Fassung seine Tabellen haben; die Datenbank aus einer Sicherung wiederherstellen</translation>
    </message>
    <message>
        <source>ended the connection (%1); changes wait here until it is back</source>
        <translation>hat die Verbindung beendet (%1); Änderungen warten hier, bis er wieder da ist</translation>
    </message>
    <message>
        <source>exists already; choose another name</source>
        <translation>gibt es schon; bitte einen anderen Namen wählen</translation>
    </message>
    <message>
        <source>follows another shared memory already; &quot;interlinear-cli memory export&quot; makes units for a new one</source>
        <translation>folgt schon einem anderen geteilten Speicher; „interlinear-cli memory export“ macht daraus Einheiten für ein neues</translation>
    </message>
    <message>
        <source>goes from %1 to %2, and the shared memory &quot;%3&quot; from %4 to %5; join it with a new file</source>
        <translation>geht von %1 nach %2, und der geteilte Speicher „%3“ von %4 nach %5; bitte mit einer neuen Datei beitreten</translation>
    </message>
    <message>
        <source>goes from %1 to %2, but %3 from %4 to %5</source>
        <translation>geht von %1 nach %2, aber %3 von %4 nach %5</translation>
    </message>
    <message>
        <source>has %1 bytes; a translation unit takes up to %2 bytes of text, so cut it into segments</source>
        <translation>hat %1 Bytes; eine Übersetzungseinheit fasst bis zu %2 Bytes Text, also in Segmente teilen</translation>
    </message>
    <message>
        <source>has %1 columns; expected %2</source>
        <translation>hat %1 Spalten; erwartet werden %2</translation>
    </message>
    <message>
        <source>has a field of more than %1 bytes; nothing was imported</source>
        <translation>hat ein Feld von mehr als %1 Bytes; es wurde nichts importiert</translation>
    </message>
    <message>
        <source>has a name, context or property that is not UTF-8</source>
        <translation>hat einen Namen, einen Kontext oder eine Eigenschaft, die kein UTF-8 ist</translation>
    </message>
    <message>
        <source>has a quotation mark (&quot;) that begins a field and is never closed; nothing was imported</source>
        <translation>hat ein Anführungszeichen (&quot;), das ein Feld beginnt und nie geschlossen wird; es wurde nichts importiert</translation>
    </message>
    <message>
        <source>has a tag or a comment of more than %1 bytes; nothing was imported</source>
        <translation>hat ein Tag oder einen Kommentar von mehr als %1 Bytes; es wurde nichts importiert</translation>
    </message>
    <message>
        <source>has a text that is not UTF-8</source>
        <translation>hat einen Text, der kein UTF-8 ist</translation>
    </message>
    <message>
        <source>has an opening or closing tag without its partner</source>
        <translation>hat ein öffnendes oder schließendes Tag ohne sein Gegenstück</translation>
    </message>
    <message>
        <source>has another shared memory named &quot;%1&quot;; choose another name, or join that one</source>
        <translation>hat einen anderen geteilten Speicher mit dem Namen „%1“; einen anderen Namen wählen oder jenem beitreten</translation>
    </message>
    <message>
        <source>has lost changes that %1 has: it was set back to an earlier state; join it with a new file, and merge this one into that with &quot;interlinear-cli memory merge&quot;</source>
        <translation>hat Änderungen verloren, die %1 hat: der Server wurde auf einen früheren Stand zurückgesetzt; mit einer neuen Datei beitreten und diese mit „interlinear-cli memory merge“ hineinnehmen</translation>
    </message>
    <message>
        <source>has more than %1 fields; nothing was imported</source>
        <translation>hat mehr als %1 Felder; es wurde nichts importiert</translation>
    </message>
    <message>
        <source>has neighbours, tags and properties of more than %1 bytes together; take some of them out</source>
        <translation>hat Nachbarn, Tags und Eigenschaften von zusammen mehr als %1 Bytes; bitte einige davon entfernen</translation>
    </message>
    <message>
        <source>has no %1 at byte %2, which is the encoding that it begins with or names</source>
        <translation>hat kein %1 bei Byte %2; mit dieser Kodierung beginnt sie, oder sie nennt sie</translation>
    </message>
    <message>
        <source>has no document %1</source>
        <translation>hat kein Dokument %1</translation>
    </message>
    <message>
        <source>has no id</source>
        <translation>hat keine Kennung</translation>
    </message>
    <message>
        <source>has no open conflict &quot;%1&quot;; somebody has decided it, or there was none</source>
        <translation>hat keinen offenen Konflikt „%1“; jemand hat ihn entschieden, oder es gab keinen</translation>
    </message>
    <message>
        <source>has no room left (%1); tell whoever runs it</source>
        <translation>hat keinen Platz mehr (%1); bitte denen sagen, die ihn betreiben</translation>
    </message>
    <message>
        <source>has no segment %1</source>
        <translation>hat kein Segment %1</translation>
    </message>
    <message>
        <source>has no shared memory of the id %1; the file belongs to another server or database</source>
        <translation>hat keinen geteilten Speicher mit der Kennung %1; die Datei gehört zu einem anderen Server oder einer anderen Datenbank</translation>
    </message>
    <message>
        <source>has no table for review: a first row with &quot;No.&quot;, &quot;Source · …&quot; and &quot;Target · …&quot; was expected; export the file again</source>
        <translation>enthält keine Tabelle zur Durchsicht: erwartet wird eine erste Zeile mit „No.“, „Source · …“ und „Target · …“; die Datei neu exportieren</translation>
    </message>
    <message>
        <source>has no term; expected one at least</source>
        <translation>hat keine Benennung; erwartet wird mindestens eine</translation>
    </message>
    <message>
        <source>has text behind a closing quote; expected a separator or the end of the line, and quotes within quotes doubled</source>
        <translation>hat Text hinter einem schließenden Anführungszeichen; erwartet wird ein Trennzeichen oder das Zeilenende, und Anführungszeichen im Feld doppelt</translation>
    </message>
    <message>
        <source>has this memory from %1 to %2, and the file goes from %3 to %4</source>
        <translation>hat diesen Speicher von %1 nach %2, und die Datei geht von %3 nach %4</translation>
    </message>
    <message>
        <source>holds a project already; open it, or choose another folder</source>
        <translation>enthält schon ein Projekt; dieses öffnen oder einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>holds a segment that cannot be read; restore the file from a backup</source>
        <translation>enthält ein Segment, das nicht zu lesen ist; die Datei aus einer Sicherung wiederherstellen</translation>
    </message>
    <message>
        <source>holds a tab, a line end or another control character; a term is one line of text</source>
        <translation>enthält einen Tabulator, ein Zeilenende oder ein anderes Steuerzeichen; eine Benennung ist eine Zeile Text</translation>
    </message>
    <message>
        <source>holds a tag that cannot be read; restore the file from a backup</source>
        <translation>enthält ein Tag, das nicht zu lesen ist; die Datei aus einer Sicherung wiederherstellen</translation>
    </message>
    <message>
        <source>holds a text that is not UTF-8; restore the file from a backup</source>
        <translation>enthält einen Text, der kein UTF-8 ist; die Datei aus einer Sicherung wiederherstellen</translation>
    </message>
    <message>
        <source>holds a unit that no memory takes (%1); nothing behind it was taken over</source>
        <translation>enthält eine Einheit, die kein Speicher annimmt (%1); was dahinter kommt, wurde nicht übernommen</translation>
    </message>
    <message>
        <source>holds document %1 damaged; restore the file from a backup</source>
        <translation>enthält Dokument %1 beschädigt; die Datei aus einer Sicherung wiederherstellen</translation>
    </message>
    <message>
        <source>holds no rules; expected a JSON object such as {&quot;keys&quot;: [&quot;*.title&quot;, &quot;!*.id&quot;]}</source>
        <translation>enthält keine Regeln; erwartet wird ein JSON-Objekt wie {&quot;keys&quot;: [&quot;*.title&quot;, &quot;!*.id&quot;]}</translation>
    </message>
    <message>
        <source>holds no shared memories; &quot;interlinear-cli memory share&quot; makes the first</source>
        <translation>enthält keine geteilten Speicher; „interlinear-cli memory share“ legt den ersten an</translation>
    </message>
    <message>
        <source>holds no shared memory &quot;%1&quot;; it has: %2</source>
        <translation>enthält keinen geteilten Speicher „%1“, aber: %2</translation>
    </message>
    <message>
        <source>holds no unit that this version of the program can read; nothing behind it was taken over</source>
        <translation>enthält keine Einheit, die diese Fassung des Programms lesen kann; was dahinter kommt, wurde nicht übernommen</translation>
    </message>
    <message>
        <source>holds several shared memories; choose one of: %1</source>
        <translation>enthält mehrere geteilte Speicher; bitte einen wählen: %1</translation>
    </message>
    <message>
        <source>holds shared memories of version %1, and this program knows %2; install the newer program</source>
        <translation>enthält geteilte Speicher der Fassung %1, und dieses Programm kennt %2; bitte das neuere Programm installieren</translation>
    </message>
    <message>
        <source>holds shared memories of version %1, older than this program&apos;s %2; make a backup with pg_dump, then run &quot;interlinear-cli memory upgrade-server&quot; as the owner of the tables</source>
        <translation>enthält geteilte Speicher der Fassung %1, älter als die %2 dieses Programms; mit pg_dump sichern, dann „interlinear-cli memory upgrade-server“ als Eigentümer der Tabellen aufrufen</translation>
    </message>
    <message>
        <source>holds tags outside their text; restore the file from a backup</source>
        <translation>enthält Tags außerhalb ihres Textes; die Datei aus einer Sicherung wiederherstellen</translation>
    </message>
    <message>
        <source>holds tags that cannot be read; restore the file from a backup</source>
        <translation>enthält Tags, die nicht zu lesen sind; die Datei aus einer Sicherung wiederherstellen</translation>
    </message>
    <message>
        <source>holds the work of a project whose %1 is gone; put that file back, or choose another folder</source>
        <translation>enthält die Arbeit eines Projekts, dessen %1 fehlt; diese Datei zurücklegen oder einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>is a database of another kind; a %1 was expected</source>
        <translation>ist eine Datenbank anderer Art; erwartet wird: %1</translation>
    </message>
    <message>
        <source>is a file name that is not UTF-8; rename the file</source>
        <translation>ist ein Dateiname, der kein UTF-8 ist; die Datei umbenennen</translation>
    </message>
    <message>
        <source>is a folder; a file name was expected</source>
        <translation>ist ein Ordner; erwartet wird ein Dateiname</translation>
    </message>
    <message>
        <source>is a folder; a file was expected</source>
        <translation>ist ein Ordner; erwartet wird eine Datei</translation>
    </message>
    <message>
        <source>is a memory from %1 to %2; the project needs one from %3 to %4</source>
        <translation>ist ein Speicher von %1 nach %2; das Projekt braucht einen von %3 nach %4</translation>
    </message>
    <message>
        <source>is a pipe, which tells no format; write it into a file first</source>
        <translation>ist eine Pipe, der kein Format anzusehen ist; bitte erst in eine Datei schreiben</translation>
    </message>
    <message>
        <source>is busy with the changes of somebody else; try again in a minute</source>
        <translation>ist mit den Änderungen von jemand anderem beschäftigt; in einer Minute noch einmal versuchen</translation>
    </message>
    <message>
        <source>is no database, or its beginning is damaged; name another file, or work on a copy of a backup: this file is left as it is</source>
        <translation>ist keine Datenbank, oder ihr Anfang ist beschädigt; bitte eine andere Datei nennen oder mit der Kopie einer Sicherung arbeiten: diese Datei bleibt, wie sie ist</translation>
    </message>
    <message>
        <source>is damaged (%1); work on a copy of a backup, this file is left as it is</source>
        <translation>ist beschädigt (%1); bitte mit der Kopie einer Sicherung arbeiten, diese Datei bleibt, wie sie ist</translation>
    </message>
    <message>
        <source>is empty; a %1 was expected</source>
        <translation>ist leer; erwartet wird: %1</translation>
    </message>
    <message>
        <source>is empty; a term needs a text</source>
        <translation>ist leer; eine Benennung braucht einen Text</translation>
    </message>
    <message>
        <source>is empty; a translation unit needs both texts</source>
        <translation>ist leer; eine Übersetzungseinheit braucht beide Texte</translation>
    </message>
    <message>
        <source>is empty; expected a row of column names and rows of terms</source>
        <translation>ist leer; erwartet wird eine Zeile mit Spaltennamen und Zeilen mit Benennungen</translation>
    </message>
    <message>
        <source>is empty; expected what to look for</source>
        <translation>ist leer; erwartet wird, wonach zu suchen ist</translation>
    </message>
    <message>
        <source>is held by another process</source>
        <translation>wird von einem anderen Prozess gehalten</translation>
    </message>
    <message>
        <source>is in %1; the target language of the memory is %2; nothing was imported</source>
        <translation>ist in %1; die Zielsprache des Speichers ist %2; es wurde nichts importiert</translation>
    </message>
    <message>
        <source>is in the encoding &quot;%1&quot;, which is not known here; save it as UTF-8</source>
        <translation>ist in der Kodierung „%1“, die hier nicht bekannt ist; bitte als UTF-8 speichern</translation>
    </message>
    <message>
        <source>is in use by another program; wait until that one is done, or close it, and try again</source>
        <translation>wird gerade von einem anderen Programm benutzt; warten, bis es fertig ist, oder es schließen, und noch einmal versuchen</translation>
    </message>
    <message>
        <source>is longer than %1 bytes; nothing was imported</source>
        <translation>ist länger als %1 Bytes; es wurde nichts importiert</translation>
    </message>
    <message>
        <source>is no file for review: a Word document, XLIFF or TMX that was exported for review was expected</source>
        <translation>ist keine Datei zur Durchsicht: erwartet wird ein Word-Dokument, XLIFF oder TMX, das zur Durchsicht exportiert wurde</translation>
    </message>
    <message>
        <source>is no file; a %1 was expected</source>
        <translation>ist keine Datei; erwartet wird: %1</translation>
    </message>
    <message>
        <source>is no memory that the project looks up in beside its own</source>
        <translation>ist kein Speicher, in dem das Projekt außer dem eigenen nachschlägt</translation>
    </message>
    <message>
        <source>is no project file; expected a JSON object with &quot;format&quot;: &quot;%1&quot; and a &quot;version&quot;</source>
        <translation>ist keine Projektdatei; erwartet wird ein JSON-Objekt mit &quot;format&quot;: &quot;%1&quot; und einer &quot;version&quot;</translation>
    </message>
    <message>
        <source>is no project: a folder with a %1 was expected</source>
        <translation>ist kein Projekt: erwartet wird ein Ordner mit %1</translation>
    </message>
    <message>
        <source>is no regular expression: character %1 does not fit (%2)</source>
        <translation>ist kein regulärer Ausdruck: Zeichen %1 passt nicht (%2)</translation>
    </message>
    <message>
        <source>is no text: it is full of control characters; nothing was imported</source>
        <translation>ist kein Text: voller Steuerzeichen; es wurde nichts importiert</translation>
    </message>
    <message>
        <source>is none of the files that units come from: TMX, XLIFF, PO, CSV or TSV</source>
        <translation>ist keine der Dateien, aus denen Einheiten kommen: TMX, XLIFF, PO, CSV oder TSV</translation>
    </message>
    <message>
        <source>is not UTF-8</source>
        <translation>ist kein UTF-8</translation>
    </message>
    <message>
        <source>is not shared; &quot;interlinear-cli memory share&quot; shares it</source>
        <translation>ist nicht geteilt; „interlinear-cli memory share“ teilt ihn</translation>
    </message>
    <message>
        <source>is not understood (%1); expected one such as postgresql://host/database or service=team</source>
        <translation>ist nicht zu verstehen (%1); erwartet wird etwas wie postgresql://host/database oder service=team</translation>
    </message>
    <message>
        <source>is the memory itself; choose another name for the TMX file</source>
        <translation>ist der Speicher selbst; für die TMX-Datei bitte einen anderen Namen wählen</translation>
    </message>
    <message>
        <source>is the memory itself; choose another name for the table</source>
        <translation>ist der Speicher selbst; für die Tabelle bitte einen anderen Namen wählen</translation>
    </message>
    <message>
        <source>is the memory that it would be merged into; choose another one</source>
        <translation>ist der Speicher, mit dem er vereinigt werden soll; bitte einen anderen wählen</translation>
    </message>
    <message>
        <source>is the project&apos;s own memory, which is looked up in anyway</source>
        <translation>ist der eigene Speicher des Projekts, in dem ohnehin nachgeschlagen wird</translation>
    </message>
    <message>
        <source>is the termbase itself; choose another name for the TBX file</source>
        <translation>ist die Termbank selbst; für die TBX-Datei bitte einen anderen Namen wählen</translation>
    </message>
    <message>
        <source>is the termbase itself; choose another name for the table</source>
        <translation>ist die Termbank selbst; für die Tabelle bitte einen anderen Namen wählen</translation>
    </message>
    <message>
        <source>is to hold its translations in the column &apos;%1&apos;; expected one other column to translate</source>
        <translation>soll seine Übersetzungen in der Spalte „%1“ haben; erwartet wird eine andere Spalte, die übersetzt wird</translation>
    </message>
    <message>
        <source>looking through the memory was stopped</source>
        <translation>die Durchsicht des Speichers wurde angehalten</translation>
    </message>
    <message>
        <source>lost the connection (%1); changes wait here until it is back</source>
        <translation>die Verbindung ist abgerissen (%1); Änderungen warten hier, bis sie wieder steht</translation>
    </message>
    <message>
        <source>must name source and target, each once</source>
        <translation>muss Ausgangs- und Zieltext je einmal nennen</translation>
    </message>
    <message>
        <source>names no language; expected a column such as en or de</source>
        <translation>nennt keine Sprache; erwartet wird eine Spalte wie en oder de</translation>
    </message>
    <message>
        <source>no segment is selected for review; choose other documents or states</source>
        <translation>kein Segment ist zur Durchsicht ausgewählt; andere Dokumente oder Zustände wählen</translation>
    </message>
    <message>
        <source>numbers differ: only in the source %1, only in the target %2</source>
        <translation>Zahlen unterscheiden sich: nur im Ausgangstext %1, nur im Zieltext %2</translation>
    </message>
    <message>
        <source>one unit in %1 spellings that differ in case and spacing alone</source>
        <translation>eine Einheit in %1 Schreibungen, die sich nur in Groß- und Kleinschreibung und Leerzeichen unterscheiden</translation>
    </message>
    <message>
        <source>opens a quote that nothing closes</source>
        <translation>öffnet ein Anführungszeichen, das nichts schließt</translation>
    </message>
    <message>
        <source>refuses: %1</source>
        <translation>lehnt ab: %1</translation>
    </message>
    <message>
        <source>remembers no change of number %1; it was undone already, or was never made</source>
        <translation>kennt keine Änderung Nummer %1; sie wurde schon zurückgenommen oder nie gemacht</translation>
    </message>
    <message>
        <source>searching was stopped</source>
        <translation>die Suche wurde angehalten</translation>
    </message>
    <message>
        <source>stopped on request</source>
        <translation>auf Wunsch angehalten</translation>
    </message>
    <message>
        <source>tags differ: %1 of the source and %2 of the target have no partner</source>
        <translation>Tags unterscheiden sich: %1 im Ausgangstext und %2 im Zieltext haben kein Gegenstück</translation>
    </message>
    <message>
        <source>takes too long on a text of %1 bytes; make it simpler, such as without repetitions inside repetitions</source>
        <translation>dauert bei einem Text von %1 Bytes zu lange; bitte einfacher fassen, etwa ohne Wiederholungen in Wiederholungen</translation>
    </message>
    <message>
        <source>the %1 has a character that a conversion lost (U+FFFD)</source>
        <translation>der %1 hat ein Zeichen, das bei einer Umwandlung verloren ging (U+FFFD)</translation>
    </message>
    <message>
        <source>the %1 has no word</source>
        <translation>der %1 hat kein Wort</translation>
    </message>
    <message>
        <source>the %1 has the control character %2</source>
        <translation>der %1 hat das Steuerzeichen %2</translation>
    </message>
    <message>
        <source>the %1 reads like the language of the other side</source>
        <translation>der %1 liest sich wie die Sprache der anderen Seite</translation>
    </message>
    <message>
        <source>the file ends in the middle of an entry; every msgid needs its msgstr</source>
        <translation>die Datei endet mitten in einem Eintrag; jede msgid braucht ihr msgstr</translation>
    </message>
    <message>
        <source>the Markdown parser gave up; is there memory left?</source>
        <translation>der Markdown-Leser hat aufgegeben; ist noch Arbeitsspeicher frei?</translation>
    </message>
    <message>
        <source>the author&apos;s name is not UTF-8</source>
        <translation>der Name des Autors ist kein UTF-8</translation>
    </message>
    <message>
        <source>the code of tag %1 is not UTF-8</source>
        <translation>der Code von Tag %1 ist kein UTF-8</translation>
    </message>
    <message>
        <source>the database gave up: %1</source>
        <translation>die Datenbank hat aufgegeben: %1</translation>
    </message>
    <message>
        <source>the extension names no known format; known are %1</source>
        <translation>die Endung gehört zu keinem bekannten Format; bekannt sind %1</translation>
    </message>
    <message>
        <source>the file has %1 bytes; Markdown is read up to %2</source>
        <translation>die Datei hat %1 Bytes; Markdown wird bis %2 gelesen</translation>
    </message>
    <message>
        <source>the file is in the encoding %1, which has no %2, character %3 of the translation; use another one there, or save the original as UTF-8</source>
        <translation>die Datei ist in %1 kodiert, worin es %2 nicht gibt, Zeichen %3 der Übersetzung; nehmen Sie dort ein anderes, oder speichern Sie das Original als UTF-8</translation>
    </message>
    <message>
        <source>the import was cancelled; the memory is as it was</source>
        <translation>der Import wurde abgebrochen; der Speicher ist, wie er war</translation>
    </message>
    <message>
        <source>the import was cancelled; the termbase is as it was</source>
        <translation>der Import wurde abgebrochen; die Termbank ist, wie sie war</translation>
    </message>
    <message>
        <source>the note on segment %1 is not UTF-8</source>
        <translation>die Notiz zu Segment %1 ist nicht in UTF-8</translation>
        <source>the lookup was stopped</source>
        <translation>die Abfrage wurde angehalten</translation>
    </message>
    <message>
        <source>the outermost element is not TS, as it is in a file of Qt Linguist</source>
        <translation>das äußerste Element ist nicht TS wie in einer Datei von Qt Linguist</translation>
    </message>
    <message>
        <source>the project has no document %1</source>
        <translation>das Projekt hat kein Dokument %1</translation>
    </message>
    <message>
        <source>the project has no terms yet</source>
        <translation>das Projekt hat noch keine Benennungen</translation>
    </message>
    <message>
        <source>the same source has %1 different targets</source>
        <translation>derselbe Ausgangstext hat %1 verschiedene Zieltexte</translation>
    </message>
    <message>
        <source>the same target stands for %1 different sources</source>
        <translation>derselbe Zieltext steht für %1 verschiedene Ausgangstexte</translation>
    </message>
    <message>
        <source>the subtitle has more than %1 lines; are the times of the next one missing?</source>
        <translation>der Untertitel hat mehr als %1 Zeilen; fehlen die Zeiten des nächsten?</translation>
    </message>
    <message>
        <source>the tags do not stand in order on characters of the text</source>
        <translation>die Tags stehen nicht der Reihe nach auf Zeichen des Textes</translation>
    </message>
    <message>
        <source>the tags of the translation are not nested: each pair must close what it opened last</source>
        <translation>die Tags der Übersetzung sind nicht verschachtelt: jedes Paar muss schließen, was es zuletzt geöffnet hat</translation>
    </message>
    <message>
        <source>the target has %2 characters, the source %1; in this memory a target is about %3 times as long</source>
        <translation>der Zieltext hat %2 Zeichen, der Ausgangstext %1; in diesem Speicher ist ein Zieltext etwa %3-mal so lang</translation>
    </message>
    <message>
        <source>the target is the source</source>
        <translation>der Zieltext ist der Ausgangstext</translation>
    </message>
    <message>
        <source>the term &quot;%1&quot; cannot be read; restore the file from a backup</source>
        <translation>die Benennung „%1“ ist nicht zu lesen; die Datei aus einer Sicherung wiederherstellen</translation>
    </message>
    <message>
        <source>the translation has %1, which the source has not, or not as often</source>
        <translation>die Übersetzung hat %1, das der Ausgangstext nicht oder nicht so oft hat</translation>
    </message>
    <message>
        <source>the translation has an opening or closing tag without its partner; put it, or take the other one away</source>
        <translation>die Übersetzung hat ein öffnendes oder schließendes Tag ohne sein Gegenstück; dieses setzen oder das andere wegnehmen</translation>
    </message>
    <message>
        <source>the translation lacks %1 of the source</source>
        <translation>der Übersetzung fehlt %1 aus dem Ausgangstext</translation>
    </message>
    <message>
        <source>the unit is not in the memory any more: somebody changed or deleted it meanwhile</source>
        <translation>die Einheit ist nicht mehr im Speicher: jemand hat sie inzwischen geändert oder gelöscht</translation>
    </message>
    <message>
        <source>there are %1 targets for %2 segments</source>
        <translation>es sind %1 Zieltexte für %2 Segmente</translation>
    </message>
    <message>
        <source>there is no change to take back</source>
        <translation>es gibt keine Änderung, die zurückzunehmen wäre</translation>
    </message>
    <message>
        <source>this concept is no longer in the termbase</source>
        <translation>dieser Begriff ist nicht mehr in der Termbank</translation>
    </message>
    <message>
        <source>this project is not open</source>
        <translation>dieses Projekt ist nicht geöffnet</translation>
    </message>
    <message>
        <source>this project translates from %1 to %2, not from %3 to %4</source>
        <translation>dieses Projekt übersetzt von %1 nach %2, nicht von %3 nach %4</translation>
    </message>
    <message>
        <source>unit &quot;%1&quot; cannot be read; restore the file from a backup</source>
        <translation>Einheit „%1“ ist nicht zu lesen; die Datei aus einer Sicherung wiederherstellen</translation>
    </message>
    <message>
        <source>unit &quot;%1&quot; holds what no memory takes; restore the file from a backup</source>
        <translation>Einheit „%1“ enthält, was kein Speicher annimmt; die Datei aus einer Sicherung wiederherstellen</translation>
    </message>
    <message>
        <source>waits for its turn: terms of another file are being imported; import it after that</source>
        <translation>wartet: gerade werden Benennungen einer anderen Datei importiert; danach noch einmal versuchen</translation>
    </message>
    <message>
        <source>wants a password; put it into ~/.pgpass or the variable PGPASSWORD</source>
        <translation>verlangt ein Passwort; es gehört in ~/.pgpass oder die Variable PGPASSWORD</translation>
    </message>
    <message>
        <source>has no preview; there is one of text, Markdown, HTML and subtitles</source>
        <translation>hat keine Vorschau; es gibt sie für Text, Markdown, HTML und Untertitel</translation>
    </message>
    <message>
        <source>has other segments than the window shows, and was not written; open it again first</source>
        <translation>hat andere Segmente, als das Fenster zeigt, und wurde nicht geschrieben; öffnen Sie es zuerst erneut</translation>
    </message>
    <message>
        <source>is too large for a preview</source>
        <translation>ist zu groß für eine Vorschau</translation>
    </message>
    <message>
        <source>was not read to the end; the project is as it was</source>
        <translation>wurde nicht bis zum Ende gelesen; das Projekt ist, wie es war</translation>
    </message>
    <message>
        <source>was not synchronised to the end</source>
        <translation>wurde nicht bis zum Ende abgeglichen</translation>
    </message>
    <message>
        <source>was written by a later version of the program (format %1; this one knows up to %2); update the program</source>
        <translation>stammt von einer späteren Fassung des Programms (Format %1; diese kennt bis %2); bitte das Programm erneuern</translation>
    </message>
    <message>
        <source>was written by a later version of the program (schema %1; this one knows up to %2); update the program</source>
        <translation>stammt von einer späteren Fassung des Programms (Schema %1; diese kennt bis %2); bitte das Programm erneuern</translation>
    </message>
    <message>
        <source>source</source>
        <translation>Ausgangstext</translation>
    </message>
    <message>
        <source>target</source>
        <translation>Zieltext</translation>
    </message>
    <message>
        <source>translation memory</source>
        <translation>Übersetzungsspeicher</translation>
    </message>
    <message>
        <source>termbase</source>
        <translation>Termbank</translation>
    </message>
    <message>
        <source>project state</source>
        <translation>Projektstand</translation>
    </message>
    <message>
        <source>%1 may not change places with the other fixed tags of the source</source>
        <translation>%1 darf mit den anderen festen Tags der Quelle nicht den Platz tauschen</translation>
    </message>
    <message>
        <source>&lt;xliff&gt; has no version; it is required, for instance version=&quot;1.2&quot; or version=&quot;2.0&quot;</source>
        <translation>&lt;xliff&gt; hat keine Version; sie muss sein, zum Beispiel version=&quot;1.2&quot; oder version=&quot;2.0&quot;</translation>
    </message>
    <message>
        <source>&lt;xliff&gt; has the version &quot;%1&quot;; known are 1.0, 1.1, 1.2, 2.0, 2.1 and 2.2</source>
        <translation>&lt;xliff&gt; hat die Version „%1“; bekannt sind 1.0, 1.1, 1.2, 2.0, 2.1 und 2.2</translation>
    </message>
    <message>
        <source>begins with &lt;%1&gt;; an XLIFF file begins with &lt;xliff&gt;</source>
        <translation>beginnt mit &lt;%1&gt;; eine XLIFF-Datei beginnt mit &lt;xliff&gt;</translation>
    </message>
    <message>
        <source>cannot be opened as the zip archive that it should be (%1); save it again in its program</source>
        <translation>lässt sich nicht als das Zip-Archiv öffnen, das es sein sollte (%1); in seinem Programm neu speichern</translation>
    </message>
    <message>
        <source>has %1 bytes; a term may have %2</source>
        <translation>hat %1 Byte; eine Benennung darf %2 haben</translation>
    </message>
    <message>
        <source>has %1 bytes; with all its terms and texts a concept may have %2</source>
        <translation>hat %1 Byte; mit allen Benennungen und Texten darf ein Begriff %2 haben</translation>
    </message>
    <message>
        <source>has a document type, which Office files never have; save it again in its program</source>
        <translation>hat einen Dokumenttyp, den Office-Dateien nie haben; in seinem Programm neu speichern</translation>
    </message>
    <message>
        <source>has a name that ends with %1; memories are written as .tmx, .csv or .tsv</source>
        <translation>hat einen Namen, der auf %1 endet; Speicher werden als .tmx, .csv oder .tsv geschrieben</translation>
    </message>
    <message>
        <source>seems to be in the encoding &quot;%1&quot;, which nothing in it says, and with these translations it would not be found again; save the original as UTF-8</source>
        <translation>ist wohl in der Kodierung „%1“, was in der Datei nicht steht und mit diesen Übersetzungen nicht wieder zu erkennen wäre; das Original als UTF-8 speichern</translation>
    </message>
    <message>
        <source>has a part &quot;%1&quot; of %2 bytes; at most %3 are read</source>
        <translation>hat einen Teil „%1“ von %2 Byte; höchstens %3 werden gelesen</translation>
    </message>
    <message>
        <source>has a part &quot;%1&quot; that grows from %2 to %3 bytes, as only files do that are made to fill the memory</source>
        <translation>hat einen Teil „%1“, der von %2 auf %3 Byte wächst, wie es nur Dateien tun, die den Speicher füllen sollen</translation>
    </message>
    <message>
        <source>has no part &quot;%1&quot;, which its kind of file needs; save it again in its program</source>
        <translation>hat keinen Teil „%1“, den eine solche Datei braucht; in seinem Programm neu speichern</translation>
    </message>
    <message>
        <source>has no segment %1 any more</source>
        <translation>hat kein Segment %1 mehr</translation>
    </message>
    <message>
        <source>holds more than %1 bytes of text with its marks; divide it into several files</source>
        <translation>enthält mit Auszeichnung mehr als %1 Byte Text; in mehrere Dateien teilen</translation>
    </message>
    <message>
        <source>holds more than %1 segments; divide it into several files</source>
        <translation>enthält mehr als %1 Segmente; in mehrere Dateien teilen</translation>
    </message>
    <message>
        <source>holds no XML element; an XLIFF file begins with &lt;xliff&gt;</source>
        <translation>enthält kein XML-Element; eine XLIFF-Datei beginnt mit &lt;xliff&gt;</translation>
    </message>
    <message>
        <source>is a zip archive, but no Office document: it names no main part; save it again in its program</source>
        <translation>ist ein Zip-Archiv, aber kein Office-Dokument: es nennt keinen Hauptteil; in seinem Programm neu speichern</translation>
    </message>
    <message>
        <source>is damaged in its part &quot;%1&quot;; take it from a backup, or let its program repair it</source>
        <translation>ist in seinem Teil „%1“ beschädigt; aus einer Sicherung holen oder vom eigenen Programm reparieren lassen</translation>
    </message>
    <message>
        <source>is in the encoding &quot;%1&quot;, which has no %2; save the original as UTF-8, or use another character</source>
        <translation>ist in der Kodierung „%1“, die kein %2 hat; das Original als UTF-8 speichern oder ein anderes Zeichen nehmen</translation>
    </message>
    <message>
        <source>is no line of a PO file; expected msgid, msgstr, a text in quotation marks or a comment; nothing was imported</source>
        <translation>ist keine Zeile einer PO-Datei; erwartet wird msgid, msgstr, ein Text in Anführungszeichen oder ein Kommentar; nichts wurde importiert</translation>
    </message>
    <message>
        <source>is no OpenDocument, although its extension says so; give it the extension of its kind</source>
        <translation>ist kein OpenDocument, obwohl die Endung das sagt; die Endung der richtigen Art geben</translation>
    </message>
    <message>
        <source>is not valid XLIFF 2: %1 (rule: %2)</source>
        <translation>ist kein gültiges XLIFF 2: %1 (Regel: %2)</translation>
    </message>
    <message>
        <source>is not well-formed XML (%1); let the program that wrote it write it again</source>
        <translation>ist kein wohlgeformtes XML (%1); vom Programm, das es geschrieben hat, neu schreiben lassen</translation>
    </message>
    <message>
        <source>is protected by a password, or is of an Office before 2007; save it in its program without a password, in today&apos;s format</source>
        <translation>ist durch ein Passwort geschützt oder von einem Office vor 2007; im eigenen Programm ohne Passwort im heutigen Format speichern</translation>
    </message>
    <message>
        <source>is protected by a password; save it without one</source>
        <translation>ist durch ein Passwort geschützt; ohne eines speichern</translation>
    </message>
    <message>
        <source>its beginning is not that of a format known by this extension</source>
        <translation>der Anfang ist nicht der eines Formats, das unter dieser Endung bekannt ist</translation>
    </message>
    <message>
        <source>no segment follows this one; choose the one before it</source>
        <translation>auf dieses Segment folgt keines; das davor wählen</translation>
    </message>
    <message>
        <source>the archive could not be put together (%1)</source>
        <translation>das Archiv ließ sich nicht zusammensetzen (%1)</translation>
    </message>
    <message>
        <source>the archive could not be put together; there may not be enough memory</source>
        <translation>das Archiv ließ sich nicht zusammensetzen; vielleicht reicht der Arbeitsspeicher nicht</translation>
    </message>
    <message>
        <source>the segment is locked</source>
        <translation>das Segment ist gesperrt</translation>
    </message>
    <message>
        <source>there is not enough memory to read this file</source>
        <translation>der Arbeitsspeicher reicht nicht, um diese Datei zu lesen</translation>
    </message>
    <message>
        <source>translates from %1 to %2; the project needs files from %3 to %4</source>
        <translation>übersetzt von %1 nach %2; das Projekt braucht Dateien von %3 nach %4</translation>
    </message>
    <message>
        <source>wants the text of another file put in here; put it in by hand, or take the reference out</source>
        <translation>verlangt hier den Text einer anderen Datei; ihn von Hand einsetzen oder den Verweis streichen</translation>
    </message>
    <message>
        <source>would not come back as it was from the encoding %1; choose another one</source>
        <translation>käme aus der Kodierung %1 nicht so zurück, wie es war; wählen Sie eine andere</translation>
    </message>
    <message>
        <source>writes to no memory; choose one for what is confirmed</source>
        <translation>schreibt in keinen Speicher; einen für Bestätigtes wählen</translation>
    </message>
    <message>
        <source>is no JSON; expected a value: text in double quotes, a number, true, false, null, an object or an array</source>
        <translation>ist kein JSON; erwartet wird ein Wert: Text in doppelten Anführungszeichen, eine Zahl, true, false, null, ein Objekt oder eine Liste</translation>
    </message>
    <message>
        <source>is nested deeper than %1 levels</source>
        <translation>ist tiefer als %1 Ebenen verschachtelt</translation>
    </message>
    <message>
        <source>is no JSON; expected a comma, or the end of the object or array</source>
        <translation>ist kein JSON; erwartet wird ein Komma oder das Ende des Objekts oder der Liste</translation>
    </message>
    <message>
        <source>is no JSON; expected a key in double quotes</source>
        <translation>ist kein JSON; erwartet wird ein Schlüssel in doppelten Anführungszeichen</translation>
    </message>
    <message>
        <source>is no JSON; expected a colon behind the key</source>
        <translation>ist kein JSON; erwartet wird ein Doppelpunkt hinter dem Schlüssel</translation>
    </message>
    <message>
        <source>has an escape that JSON does not know; expected \n, \&quot;, \\, \u and four digits, or the like</source>
        <translation>hat eine Maskierung, die JSON nicht kennt; erwartet wird \n, \&quot;, \\, \u mit vier Ziffern oder Ähnliches</translation>
    </message>
    <message>
        <source>has a text in quotes that does not end in its line, or holds a control character</source>
        <translation>hat einen Text in Anführungszeichen, der nicht in seiner Zeile endet oder ein Steuerzeichen enthält</translation>
    </message>
    <message>
        <source>has no column &#x27;%1&#x27;; expected a name from its first row, or a number from 1 to %2</source>
        <translation>hat keine Spalte „%1“; erwartet wird ein Name aus der ersten Zeile oder eine Zahl von 1 bis %2</translation>
    </message>
    <message>
        <source>has a \u without four hexadecimal digits behind it</source>
        <translation>hat ein \u ohne vier hexadezimale Ziffern dahinter</translation>
    </message>
    <message>
        <source>is no YAML: %1</source>
        <translation>ist kein YAML: %1</translation>
    </message>
    <message>
        <source>begins a comment that nothing closes; expected */</source>
        <translation>beginnt einen Kommentar, den nichts schließt; erwartet wird */</translation>
    </message>
    <message>
        <source>is no entry of a .strings file; expected %1</source>
        <translation>ist kein Eintrag einer .strings-Datei; erwartet wird: %1</translation>
    </message>
    <message>
        <source>has text behind the end of the JSON value; expected one value a file</source>
        <translation>hat Text hinter dem Ende des JSON-Werts; erwartet wird ein Wert je Datei</translation>
    </message>
    <message>
        <source>%1 is &apos;%2&apos;; expected yes or no</source>
        <translation>%1 ist „%2“; erwartet wird yes oder no</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is a construct of Java that ICU has nothing for; write the pattern without it</source>
        <translation>„%1“ gibt es in Java, aber nicht in ICU; das Muster ohne es schreiben</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no pattern for languages that ICU takes</source>
        <translation>„%1“ ist kein Muster für Sprachen, das ICU annimmt</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no regular expression that ICU takes (%2)</source>
        <translation>„%1“ ist kein regulärer Ausdruck, den ICU annimmt (%2)</translation>
    </message>
    <message>
        <source>is no file of segmentation rules: it begins with &apos;%1&apos; where &lt;srx&gt; was expected</source>
        <translation>ist keine Datei mit Segmentierungsregeln: sie beginnt mit „%1“, wo &lt;srx&gt; erwartet wurde</translation>
    </message>
    <message>
        <source>is not well-formed XML (%1)</source>
        <translation>ist kein wohlgeformtes XML (%1)</translation>
    </message>
    <message>
        <source>looks back for &apos;%1&apos;, which has no longest text; give its repetitions an end, as {0,100} does</source>
        <translation>blickt nach „%1“ zurück, das keine größte Länge hat; den Wiederholungen ein Ende geben, wie {0,100} es tut</translation>
    </message>
    <message>
        <source>maps &apos;%1&apos; to the rules &apos;%2&apos;, which are not in the file</source>
        <translation>ordnet „%1“ den Regeln „%2“ zu, die nicht in der Datei stehen</translation>
    </message>
    <message>
        <source>maps no language to rules; expected &lt;languagemap&gt; in &lt;maprules&gt;</source>
        <translation>ordnet keiner Sprache Regeln zu; erwartet wird &lt;languagemap&gt; in &lt;maprules&gt;</translation>
    </message>
    <message>
        <source>type is &apos;%1&apos;; expected start, end or isolated</source>
        <translation>type ist „%1“; erwartet wird start, end oder isolated</translation>
    </message>
    <message>
        <source>this file has one place for the translation of each of its segments; they cannot be split</source>
        <translation>diese Datei hat für die Übersetzung jedes ihrer Segmente einen Platz; sie lassen sich nicht teilen</translation>
    </message>
    <message>
        <source>this file has a place of its own for the translation of each of its segments; they cannot be joined</source>
        <translation>diese Datei hat für die Übersetzung jedes ihrer Segmente einen eigenen Platz; sie lassen sich nicht verbinden</translation>
    </message>
    <message>
        <source>its place in the file is not known exactly enough to split it; add the document anew</source>
        <translation>sein Platz in der Datei ist zum Teilen nicht genau genug bekannt; das Dokument neu hinzufügen</translation>
    </message>
    <message>
        <source>its place in the file is not known exactly enough to divide it; add the document anew</source>
        <translation>sein Platz in der Datei ist nicht genau genug bekannt; das Dokument neu hinzufügen</translation>
    </message>
    <message>
        <source>their places in the file are not known exactly enough to join them; add the document anew</source>
        <translation>ihre Plätze in der Datei sind zum Verbinden nicht genau genug bekannt; das Dokument neu hinzufügen</translation>
    </message>
    <message>
        <source>a segment is split within its text, not at its end</source>
        <translation>ein Segment wird in seinem Text geteilt, nicht an seinem Ende</translation>
    </message>
    <message>
        <source>here stands one character of the file, which cannot be split</source>
        <translation>hier steht ein Zeichen der Datei, das sich nicht teilen lässt</translation>
    </message>
    <message>
        <source>one of the two halves would be empty</source>
        <translation>eine der beiden Hälften wäre leer</translation>
    </message>
    <message>
        <source>something stands between the two segments that no translation may replace</source>
        <translation>zwischen den beiden Segmenten steht etwas, das keine Übersetzung ersetzen darf</translation>
    </message>
    <message>
        <source>the two segments are paragraphs of their own in this format</source>
        <translation>die beiden Segmente sind in diesem Format eigene Absätze</translation>
    </message>
    <message>
        <source>the two segments are units of their own in this file</source>
        <translation>die beiden Segmente sind in dieser Datei eigene Einheiten</translation>
    </message>
    <message>
        <source>the tag %1 begins in one half and ends in the other, which this file cannot express</source>
        <translation>das Tag %1 beginnt in der einen Hälfte und endet in der anderen, was diese Datei nicht ausdrücken kann</translation>
    </message>
    <message>
        <source>the file says canResegment=&quot;no&quot; at this %1: its segments may be neither split nor joined</source>
        <translation>die Datei sagt canResegment=„no“ an dieser Stelle (%1): ihre Segmente dürfen weder geteilt noch verbunden werden</translation>
    </message>
    <message>
        <source>the translations of this paragraph have an order of their own in the file; its segments can be neither split nor joined</source>
        <translation>die Übersetzungen dieses Absatzes haben in der Datei eine eigene Reihenfolge; seine Segmente lassen sich weder teilen noch verbinden</translation>
    </message>
    <message>
        <source>the translations of the two segments do not follow each other in the file</source>
        <translation>die Übersetzungen der beiden Segmente folgen in der Datei nicht aufeinander</translation>
    </message>
    <message>
        <source>%1 wants one translation back for each segment of its file; they can be neither split nor joined</source>
        <translation>%1 erwartet für jedes Segment seiner Datei eine Übersetzung zurück; sie lassen sich weder teilen noch verbinden</translation>
    </message>
    <message>
        <source>the file divides this text otherwise than its translation; it cannot be split</source>
        <translation>die Datei teilt diesen Text anders als seine Übersetzung; er lässt sich nicht teilen</translation>
    </message>
    <message>
        <source>XLIFF before 1.2 has one segment in each unit; it cannot be split</source>
        <translation>XLIFF vor 1.2 hat in jeder Einheit ein Segment; es lässt sich nicht teilen</translation>
    </message>
    <message>
        <source>the file would break the rules of its format then: %1</source>
        <translation>die Datei verstieße dann gegen die Regeln ihres Formats: %1</translation>
    </message>
    <message>
        <source>the segments that were split or joined are not those of the file any more; add the document anew</source>
        <translation>die geteilten oder verbundenen Segmente sind nicht mehr die der Datei; das Dokument neu hinzufügen</translation>
    </message>
</context>
</TS>
