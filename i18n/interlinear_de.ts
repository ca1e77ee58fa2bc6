<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>DocumentRows</name>
    <message numerus="yes">
        <source>%n tag(s) missing</source>
        <translation>
            <numerusform>%n Tag fehlt</numerusform>
            <numerusform>%n Tags fehlen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tag(s) more than in the source</source>
        <translation>
            <numerusform>%n Tag mehr als im Ausgangstext</numerusform>
            <numerusform>%n Tags mehr als im Ausgangstext</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HitTexts</name>
    <message>
        <source>by a person</source>
        <translation>von einem Menschen</translation>
    </message>
    <message>
        <source>machine text, corrected</source>
        <translation>Maschinentext, verbessert</translation>
    </message>
    <message>
        <source>machine text</source>
        <translation>Maschinentext</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>eingelesen</translation>
    </message>
    <message>
        <source>not approved</source>
        <translation>nicht freigegeben</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>„%1“</translation>
    </message>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
    <message>
        <source>term missing: “%1” is %2</source>
        <translation>Benennung fehlt: „%1“ ist %2</translation>
    </message>
    <message>
        <source>forbidden term “%1”</source>
        <translation>verbotene Benennung „%1“</translation>
    </message>
    <message>
        <source>forbidden term “%1”: use %2</source>
        <translation>verbotene Benennung „%1“: besser %2</translation>
    </message>
    <message numerus="yes">
        <source>in %Ln unit(s), %1 % sure</source>
        <translation>
            <numerusform>in %Ln Einheit, zu %1 % sicher</numerusform>
            <numerusform>in %Ln Einheiten, zu %1 % sicher</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LaunchOptions</name>
    <message>
        <source>Offline translation workbench on a Mix-MoE language model.</source>
        <translation>Übersetzungswerkstatt ohne Netz, mit einem Mix-MoE-Sprachmodell.</translation>
    </message>
    <message>
        <source>Documents to open.</source>
        <translation>Dokumente, die geöffnet werden.</translation>
    </message>
    <message>
        <source>Language of the documents, for instance en.</source>
        <translation>Sprache der Dokumente, zum Beispiel en.</translation>
    </message>
    <message>
        <source>code</source>
        <translation>Kürzel</translation>
    </message>
    <message>
        <source>Language to translate into, for instance de.</source>
        <translation>Sprache der Übersetzung, zum Beispiel de.</translation>
    </message>
    <message>
        <source>Keep the project in this folder.</source>
        <translation>Das Projekt in diesem Ordner halten.</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>light or dark, for this start only.</source>
        <translation>light oder dark, nur für diesen Start.</translation>
    </message>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Translate the document from English to German without being asked, write it and two pictures into this folder, and end.</source>
        <translation>Das Dokument ohne Rückfrage aus dem Englischen ins Deutsche übersetzen, es und zwei Bilder in diesen Ordner schreiben, und enden.</translation>
    </message>
    <message>
        <source>--from and --to belong together: name both languages.</source>
        <translation>--from und --to gehören zusammen: Nennen Sie beide Sprachen.</translation>
    </message>
    <message>
        <source>--theme is &apos;%1&apos;; expected light or dark.</source>
        <translation>--theme ist „%1“; erwartet wird light oder dark.</translation>
    </message>
    <message>
        <source>--first-run takes one document; %1 were named.</source>
        <translation>--first-run nimmt ein Dokument; genannt sind %1.</translation>
    </message>
</context>
<context>
    <name>Match</name>
    <message>
        <source>likely good, %1 %</source>
        <translation>wohl gut, %1 %</translation>
    </message>
    <message>
        <source>check, %1 %</source>
        <translation>prüfen, %1 %</translation>
    </message>
    <message>
        <source>Of 100 texts that the model was as sure of, about %1 came close to a person&apos;s translation. This was measured on sentences that it had not learnt from; yours may be harder.</source>
        <translation>Von 100 Texten, bei denen das Modell so sicher war, kamen etwa %1 der Übersetzung eines Menschen nahe. Gemessen an Sätzen, aus denen es nicht gelernt hatte; Ihre können schwerer sein.</translation>
    </message>
    <message>
        <source>%1 · %2 · %3 ms</source>
        <translation>%1 · %2 · %3 ms</translation>
    </message>
</context>
<context>
    <name>MatchBadge</name>
    <message>
        <source>MT</source>
        <translation>MT</translation>
    </message>
    <message>
        <source>machine translation</source>
        <translation>Maschinenübersetzung</translation>
    </message>
    <message>
        <source>%1 percent match</source>
        <translation>Treffer mit %1 Prozent</translation>
    </message>
</context>
<context>
    <name>MatchTexts</name>
    <message numerus="yes">
        <source>%n word(s) replaced</source>
        <translation>
            <numerusform>%n Wort ersetzt</numerusform>
            <numerusform>%n Wörter ersetzt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n word(s) fewer here</source>
        <translation>
            <numerusform>hier %n Wort weniger</numerusform>
            <numerusform>hier %n Wörter weniger</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n word(s) more here</source>
        <translation>
            <numerusform>hier %n Wort mehr</numerusform>
            <numerusform>hier %n Wörter mehr</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tag(s) differ</source>
        <translation>
            <numerusform>%n Tag anders</numerusform>
            <numerusform>%n Tags anders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n number(s) differ</source>
        <translation>
            <numerusform>%n Zahl anders</numerusform>
            <numerusform>%n Zahlen anders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n punctuation mark(s) differ</source>
        <translation>
            <numerusform>%n Satzzeichen anders</numerusform>
            <numerusform>%n Satzzeichen anders</numerusform>
        </translation>
    </message>
    <message>
        <source>upper and lower case</source>
        <translation>Groß- und Kleinschreibung</translation>
    </message>
    <message>
        <source>spaces</source>
        <translation>Leerzeichen</translation>
    </message>
    <message>
        <source>same segment before it</source>
        <translation>dasselbe Segment davor</translation>
    </message>
    <message>
        <source>same segment behind it</source>
        <translation>dasselbe Segment dahinter</translation>
    </message>
    <message>
        <source>same place in the document</source>
        <translation>dieselbe Stelle im Dokument</translation>
    </message>
    <message>
        <source>same segments before and behind it</source>
        <translation>dieselben Segmente davor und dahinter</translation>
    </message>
    <message>
        <source>a memory that is trusted less</source>
        <translation>ein Speicher, dem weniger vertraut wird</translation>
    </message>
    <message>
        <source>other variant of the language</source>
        <translation>andere Variante der Sprache</translation>
    </message>
    <message>
        <source>not approved</source>
        <translation>nicht freigegeben</translation>
    </message>
    <message>
        <source>machine text</source>
        <translation>maschineller Text</translation>
    </message>
    <message>
        <source>adapted: %1</source>
        <translation>angepasst: %1</translation>
    </message>
    <message>
        <source>the memory has another translation of it</source>
        <translation>der Speicher hat eine andere Übersetzung davon</translation>
    </message>
    <message>
        <source>%1%2: %3</source>
        <translation>%1%2: %3</translation>
    </message>
    <message>
        <source>numbers differ</source>
        <translation>Zahlen weichen ab</translation>
    </message>
    <message>
        <source>the end is missing</source>
        <translation>das Ende fehlt</translation>
    </message>
</context>
<context>
    <name>OpenedRow</name>
    <message>
        <source>heading</source>
        <translation>Überschrift</translation>
    </message>
    <message>
        <source>list item</source>
        <translation>Listenpunkt</translation>
    </message>
    <message>
        <source>quotation</source>
        <translation>Zitat</translation>
    </message>
    <message>
        <source>table cell</source>
        <translation>Tabellenzelle</translation>
    </message>
    <message>
        <source>attribute</source>
        <translation>Attribut</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Anmerkung</translation>
    </message>
    <message>
        <source>entry</source>
        <translation>Eintrag</translation>
    </message>
    <message>
        <source>subtitle</source>
        <translation>Untertitel</translation>
    </message>
    <message numerus="yes">
        <source>at most %Ln pixel(s)</source>
        <translation>
            <numerusform>höchstens %Ln Pixel</numerusform>
            <numerusform>höchstens %Ln Pixel</numerusform>
        </translation>
    </message>
    <message>
        <source>not translated</source>
        <translation>nicht übersetzt</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>translated</source>
        <translation>übersetzt</translation>
    </message>
    <message>
        <source>reviewed</source>
        <translation>geprüft</translation>
    </message>
    <message>
        <source>final</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>needs work</source>
        <translation>zu überarbeiten</translation>
    </message>
    <message>
        <source>machine text</source>
        <translation>Maschinentext</translation>
    </message>
    <message>
        <source>repetition</source>
        <translation>Wiederholung</translation>
    </message>
    <message>
        <source>in the file: %1</source>
        <translation>in der Datei: %1</translation>
    </message>
</context>
<context>
    <name>ProjectDesk</name>
    <message>
        <source>Confirmed work goes to no memory</source>
        <translation>Bestätigtes kommt in keinen Speicher</translation>
    </message>
</context>
<context>
    <name>ReviewTexts</name>
    <message>
        <source>unchanged</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>repeated</source>
        <translation>wiederholt</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>conflict</source>
        <translation>Konflikt</translation>
    </message>
    <message>
        <source>source edited</source>
        <translation>Quelle bearbeitet</translation>
    </message>
    <message>
        <source>source outdated</source>
        <translation>Quelle veraltet</translation>
    </message>
    <message>
        <source>tags damaged</source>
        <translation>Tags beschädigt</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>doubled</source>
        <translation>doppelt</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>The file has this row more than once, and all say the same.</source>
        <translation>Die Datei enthält diese Zeile mehrmals, und alle sagen dasselbe.</translation>
    </message>
    <message>
        <source>This row went out and did not come back; the segment stays as it is.</source>
        <translation>Diese Zeile ging hinaus und kam nicht zurück; das Segment bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>The target was changed here too since it went out. Ours stays unless you choose otherwise.</source>
        <translation>Das Ziel wurde seit dem Export auch hier geändert. Unseres bleibt, wenn nichts anderes gewählt wird.</translation>
    </message>
    <message>
        <source>The source or the hidden id of this row is not what went out, so nothing is taken from it.</source>
        <translation>Die Quelle oder die verborgene Kennung dieser Zeile ist nicht die, die hinausging; deshalb wird nichts übernommen.</translation>
    </message>
    <message>
        <source>The document has another source here by now, so nothing is taken from this row.</source>
        <translation>Das Dokument hat hier inzwischen eine andere Quelle; deshalb wird aus dieser Zeile nichts übernommen.</translation>
    </message>
    <message>
        <source>The segment is locked here; its target stays.</source>
        <translation>Das Segment ist hier gesperrt; sein Ziel bleibt.</translation>
    </message>
    <message>
        <source>The file has several rows of this segment that say different things, so none is taken.</source>
        <translation>Die Datei enthält mehrere Zeilen dieses Segments, die Verschiedenes sagen; deshalb wird keine übernommen.</translation>
    </message>
    <message>
        <source>No row of this id went out from this project.</source>
        <translation>Aus diesem Projekt ging keine Zeile mit dieser Kennung hinaus.</translation>
    </message>
    <message>
        <source>The source of the file: %1</source>
        <translation>Die Quelle der Datei: %1</translation>
    </message>
    <message>
        <source>State: %1, then %2</source>
        <translation>Zustand: %1, danach %2</translation>
    </message>
    <message>
        <source>The row was moved in the file.</source>
        <translation>Die Zeile wurde in der Datei verschoben.</translation>
    </message>
    <message>
        <source>Tracked changes were read as accepted.</source>
        <translation>Nachverfolgte Änderungen wurden als angenommen gelesen.</translation>
    </message>
    <message>
        <source>Comment: %1</source>
        <translation>Kommentar: %1</translation>
    </message>
    <message>
        <source>comment beside the rows</source>
        <translation>Kommentar neben den Zeilen</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>%1 geändert</translation>
    </message>
    <message>
        <source>%1 refused</source>
        <translation>%1 abgelehnt</translation>
    </message>
    <message>
        <source>%1 missing</source>
        <translation>%1 fehlend</translation>
    </message>
    <message numerus="yes">
        <source>%Ln comment(s)</source>
        <translation>
            <numerusform>%Ln Kommentar</numerusform>
            <numerusform>%Ln Kommentare</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s) came back: %1.</source>
        <translation>
            <numerusform>%Ln Zeile kam zurück: %1.</numerusform>
            <numerusform>%Ln Zeilen kamen zurück: %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Routing</name>
    <message>
        <source>layer %1</source>
        <translation>Schicht %1</translation>
    </message>
    <message>
        <source>LM experts</source>
        <translation>LM-Experten</translation>
    </message>
    <message>
        <source>MT experts</source>
        <translation>MT-Experten</translation>
    </message>
    <message>
        <source>LM</source>
        <translation>LM</translation>
    </message>
    <message>
        <source>MT</source>
        <translation>MT</translation>
    </message>
    <message>
        <source>outlined: chosen</source>
        <translation>umrandet: gewählt</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>gewählt</translation>
    </message>
    <message>
        <source>not chosen</source>
        <translation>nicht gewählt</translation>
    </message>
    <message>
        <source>p %1</source>
        <translation>p %1</translation>
    </message>
    <message>
        <source>best %1, %2</source>
        <translation>bester %1, %2</translation>
    </message>
    <message>
        <source>runner-up %1, %2</source>
        <translation>Zweiter %1, %2</translation>
    </message>
    <message>
        <source>entropy %1</source>
        <translation>Entropie %1</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>(leer)</translation>
    </message>
    <message>
        <source>LM %1</source>
        <translation>LM %1</translation>
    </message>
    <message>
        <source>MT %1</source>
        <translation>MT %1</translation>
    </message>
    <message>
        <source>rank %1 of %2</source>
        <translation>Rang %1 von %2</translation>
    </message>
    <message>
        <source>chosen, weight %1</source>
        <translation>gewählt, Gewicht %1</translation>
    </message>
    <message>
        <source>characters %1 to %2</source>
        <translation>Zeichen %1 bis %2</translation>
    </message>
    <message>
        <source>token of the prompt</source>
        <translation>Token der Eingabe</translation>
    </message>
    <message>
        <source>generated token</source>
        <translation>erzeugtes Token</translation>
    </message>
    <message>
        <source>hatched: switched off</source>
        <translation>schraffiert: ausgeschaltet</translation>
    </message>
</context>
<context>
    <name>RowRoom</name>
    <message>
        <source>%L1 of %L2 bytes, %L3 left</source>
        <translation>%L1 von %L2 Byte, noch %L3</translation>
    </message>
    <message>
        <source>%L1 of %L2 characters, %L3 left</source>
        <translation>%L1 von %L2 Zeichen, noch %L3</translation>
    </message>
    <message>
        <source>%L1 of %L2 bytes, %L3 too many</source>
        <translation>%L1 von %L2 Byte, %L3 zu viel</translation>
    </message>
    <message>
        <source>%L1 of %L2 characters, %L3 too many</source>
        <translation>%L1 von %L2 Zeichen, %L3 zu viel</translation>
    </message>
    <message numerus="yes">
        <source>%Ln byte(s) too many</source>
        <translation>
            <numerusform>%Ln Byte zu viel</numerusform>
            <numerusform>%Ln Byte zu viel</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln character(s) too many</source>
        <translation>
            <numerusform>%Ln Zeichen zu viel</numerusform>
            <numerusform>%Ln Zeichen zu viel</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 a second</source>
        <translation>%1 in der Sekunde</translation>
    </message>
    <message>
        <source>a line of %L1 characters, at most %L2</source>
        <translation>eine Zeile mit %L1 Zeichen, höchstens %L2</translation>
    </message>
    <message>
        <source>%L1 lines, at most %L2</source>
        <translation>%L1 Zeilen, höchstens %L2</translation>
    </message>
    <message>
        <source>longest line %L1 of %L2</source>
        <translation>längste Zeile %L1 von %L2</translation>
    </message>
</context>
<context>
    <name>SegmentState</name>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>in work</source>
        <translation>in Arbeit</translation>
    </message>
    <message>
        <source>machine</source>
        <translation>Maschine</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>reviewed</source>
        <translation>geprüft</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>gesperrt</translation>
    </message>
</context>
<context>
    <name>SharingState</name>
    <message>
        <source>shared</source>
        <translation>geteilt</translation>
    </message>
    <message numerus="yes">
        <source>%Ln conflict(s)</source>
        <translation>
            <numerusform>%Ln Konflikt</numerusform>
            <numerusform>%Ln Konflikte</numerusform>
        </translation>
    </message>
    <message>
        <source>synchronising</source>
        <translation>wird abgeglichen</translation>
    </message>
    <message>
        <source>password needed</source>
        <translation>Passwort nötig</translation>
    </message>
    <message>
        <source>offline since %1</source>
        <translation>ohne Verbindung seit %1</translation>
    </message>
    <message>
        <source>not in step</source>
        <translation>nicht auf gleichem Stand</translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s) waiting</source>
        <translation>
            <numerusform>%Ln Änderung wartet</numerusform>
            <numerusform>%Ln Änderungen warten</numerusform>
        </translation>
    </message>
    <message>
        <source>in step</source>
        <translation>auf gleichem Stand</translation>
    </message>
</context>
<context>
    <name>TagTexts</name>
    <message>
        <source>In the file: %1</source>
        <translation>In der Datei: %1</translation>
    </message>
</context>
<context>
    <name>TermRow</name>
    <message>
        <source>preferred</source>
        <translation>bevorzugt</translation>
    </message>
    <message>
        <source>admitted</source>
        <translation>zugelassen</translation>
    </message>
    <message>
        <source>forbidden</source>
        <translation>verboten</translation>
    </message>
    <message>
        <source>no term in this language yet</source>
        <translation>noch keine Benennung in dieser Sprache</translation>
    </message>
</context>
<context>
    <name>UnitTexts</name>
    <message>
        <source>post-edited</source>
        <translation>nachbearbeitet</translation>
    </message>
    <message>
        <source>machine</source>
        <translation>Maschine</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>importiert</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>gelöscht</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>freigegeben</translation>
    </message>
    <message>
        <source>not approved any more</source>
        <translation>nicht mehr freigegeben</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>Doppelte</translation>
    </message>
    <message>
        <source>Near duplicates</source>
        <translation>Fast doppelte</translation>
    </message>
    <message>
        <source>One source, several targets</source>
        <translation>Eine Quelle, mehrere Ziele</translation>
    </message>
    <message>
        <source>One target, several sources</source>
        <translation>Ein Ziel, mehrere Quellen</translation>
    </message>
    <message>
        <source>Unusual length</source>
        <translation>Ungewöhnliche Länge</translation>
    </message>
    <message>
        <source>Numbers differ</source>
        <translation>Zahlen verschieden</translation>
    </message>
    <message>
        <source>Tags differ</source>
        <translation>Tags verschieden</translation>
    </message>
    <message>
        <source>Wrong language</source>
        <translation>Falsche Sprache</translation>
    </message>
    <message>
        <source>Not translated</source>
        <translation>Nicht übersetzt</translation>
    </message>
    <message>
        <source>No words on one side</source>
        <translation>Wörter nur auf einer Seite</translation>
    </message>
    <message>
        <source>Lost characters</source>
        <translation>Verlorene Zeichen</translation>
    </message>
    <message>
        <source>Control characters</source>
        <translation>Steuerzeichen</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>Ihre Fassung</translation>
    </message>
</context>
<context>
    <name>WindowActions</name>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Open the &amp;sample</source>
        <translation>&amp;Beispiel öffnen</translation>
    </message>
    <message>
        <source>Choose a &amp;model…</source>
        <translation>&amp;Modell wählen…</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Sichern</translation>
    </message>
    <message>
        <source>&amp;Export document…</source>
        <translation>Dokument &amp;exportieren…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>Be&amp;enden</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Filter rows</source>
        <translation>Zeilen &amp;filtern</translation>
    </message>
    <message>
        <source>&amp;Confirm</source>
        <translation>&amp;Bestätigen</translation>
    </message>
    <message>
        <source>&amp;Take back the confirmation</source>
        <translation>Bestätigung &amp;zurücknehmen</translation>
    </message>
    <message>
        <source>&amp;Next segment</source>
        <translation>&amp;Nächstes Segment</translation>
    </message>
    <message>
        <source>&amp;Previous segment</source>
        <translation>&amp;Voriges Segment</translation>
    </message>
    <message>
        <source>&amp;Go to row…</source>
        <translation>&amp;Gehe zu Zeile…</translation>
    </message>
    <message>
        <source>Copy &amp;source</source>
        <translation>&amp;Quelle übernehmen</translation>
    </message>
    <message>
        <source>Take the &amp;machine text</source>
        <translation>&amp;Maschinentext nehmen</translation>
    </message>
    <message>
        <source>Other &amp;words here</source>
        <translation>Andere &amp;Wörter hier</translation>
    </message>
    <message>
        <source>Take the &amp;best match</source>
        <translation>Besten &amp;Treffer nehmen</translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation>&amp;Leeren</translation>
    </message>
    <message>
        <source>Next &amp;tag</source>
        <translation>Nächster T&amp;ag</translation>
    </message>
    <message>
        <source>P&amp;retranslate the rest</source>
        <translation>Rest vo&amp;rübersetzen</translation>
    </message>
    <message>
        <source>&amp;LM experts only</source>
        <translation>Nur &amp;LM-Experten</translation>
    </message>
    <message>
        <source>&amp;Undo all changes of the routing</source>
        <translation>Alle Änderungen am Routing &amp;zurücknehmen</translation>
    </message>
    <message>
        <source>Appearance as the &amp;desktop&apos;s</source>
        <translation>Erscheinung wie der &amp;Schreibtisch</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>D&amp;ark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Tasten</translation>
    </message>
    <message>
        <source>&amp;About Interlinear</source>
        <translation>Ü&amp;ber Interlinear</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Segment</source>
        <translation>&amp;Segment</translation>
    </message>
    <message>
        <source>&amp;Memory</source>
        <translation>S&amp;peicher</translation>
    </message>
    <message>
        <source>&amp;Routing</source>
        <translation>&amp;Routing</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>&amp;Exportieren</translation>
    </message>
    <message>
        <source>&amp;Picture…</source>
        <translation>&amp;Bild…</translation>
    </message>
    <message>
        <source>&amp;Numbers…</source>
        <translation>&amp;Zahlen…</translation>
    </message>
    <message>
        <source>&amp;Concordance</source>
        <translation>&amp;Konkordanz</translation>
    </message>
    <message>
        <source>&amp;Next hit</source>
        <translation>&amp;Nächste Fundstelle</translation>
    </message>
    <message>
        <source>&amp;Previous hit</source>
        <translation>&amp;Vorige Fundstelle</translation>
    </message>
    <message>
        <source>&amp;Add a term…</source>
        <translation>Benennung &amp;hinzufügen …</translation>
    </message>
    <message>
        <source>&amp;Change the term…</source>
        <translation>Benennung &amp;ändern …</translation>
    </message>
    <message>
        <source>&amp;Delete the term…</source>
        <translation>Benennung &amp;löschen …</translation>
    </message>
    <message>
        <source>&amp;Use terms in suggestions</source>
        <translation>Benennungen in Vorschlägen &amp;verwenden</translation>
    </message>
    <message>
        <source>C&amp;hoose a termbase…</source>
        <translation>&amp;Termbank wählen …</translation>
    </message>
    <message>
        <source>&amp;Import terms…</source>
        <translation>Benennungen &amp;einlesen …</translation>
    </message>
    <message>
        <source>&amp;Export terms…</source>
        <translation>Benennungen &amp;ausgeben …</translation>
    </message>
    <message>
        <source>&amp;Terms</source>
        <translation>&amp;Terminologie</translation>
    </message>
    <message>
        <source>S&amp;ource or target</source>
        <translation>Q&amp;uelle oder Ziel</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>&amp;Memories of the project…</source>
        <translation>&amp;Speicher des Projekts …</translation>
    </message>
    <message>
        <source>&amp;Import into memory…</source>
        <translation>In Speicher &amp;importieren …</translation>
    </message>
    <message>
        <source>&amp;Export memory…</source>
        <translation>Speicher &amp;exportieren …</translation>
    </message>
    <message>
        <source>&amp;Align two documents…</source>
        <translation>Zwei Dokumente &amp;zuordnen …</translation>
    </message>
    <message>
        <source>&amp;Tidy memory…</source>
        <translation>Speicher &amp;aufräumen …</translation>
    </message>
    <message>
        <source>&amp;Bring the deleted term back</source>
        <translation>Gelöschte Benennung &amp;zurückholen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Export for re&amp;view…</source>
        <translation>Zur &amp;Durchsicht exportieren…</translation>
    </message>
    <message>
        <source>&amp;Import from review…</source>
        <translation>Aus der Durchsicht &amp;importieren…</translation>
    </message>
    <message>
        <source>Choose what is &amp;translated…</source>
        <translation>Auswählen, was über&amp;setzt wird …</translation>
    </message>
    <message>
        <source>&amp;Reopen with encoding…</source>
        <translation>Mit &amp;Kodierung neu öffnen …</translation>
    </message>
    <message>
        <source>Spl&amp;it here</source>
        <translation>Hier te&amp;ilen</translation>
    </message>
    <message>
        <source>&amp;Join with the next</source>
        <translation>Mit dem nächsten verbin&amp;den</translation>
    </message>
    <message>
        <source>Pretranslate</source>
        <translation>Vorübersetzen</translation>
    </message>
    <message>
        <source>Undo changes</source>
        <translation>Zurücksetzen</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::AlignedPairs</name>
    <message>
        <source>Aligned pairs</source>
        <translation>Zugeordnete Paare</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::AlignedPairsModel</name>
    <message>
        <source>%L1 %</source>
        <translation>%L1 %</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Sicherheit</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>Segmente</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::AlternativesList</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>&lt; 1 %</source>
        <translation>&lt; 1 %</translation>
    </message>
    <message>
        <source>(the word ends here)</source>
        <translation>(das Wort endet hier)</translation>
    </message>
    <message>
        <source>Other words here</source>
        <translation>Andere Wörter hier</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>The model sees no other word here.</source>
        <translation>Das Modell sieht hier kein anderes Wort.</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::BandBar</name>
    <message>
        <source>&amp;Bins</source>
        <translation>Bi&amp;ns</translation>
    </message>
    <message>
        <source>First bin</source>
        <translation>Erster Bin</translation>
    </message>
    <message>
        <source>&amp;to</source>
        <translation>b&amp;is</translation>
    </message>
    <message>
        <source>Last bin</source>
        <translation>Letzter Bin</translation>
    </message>
    <message>
        <source>&amp;at</source>
        <translation>&amp;mit</translation>
    </message>
    <message>
        <source>Strength of these bins</source>
        <translation>Stärke dieser Bins</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Beside a token&apos;s hidden state both routers read its spectrum. A bin is one frequency along the numbers of that state: bin 0 is their sum, the last bin what changes from each number to the next.
0 % leaves the bins out, 100 % changes nothing.</source>
        <translation>Neben dem verborgenen Zustand eines Tokens lesen beide Router dessen Spektrum. Ein Bin ist eine Frequenz entlang der Zahlen dieses Zustands: Bin 0 ist ihre Summe, der letzte Bin das, was von Zahl zu Zahl wechselt.
0 % lässt die Bins weg, 100 % ändert nichts.</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::ChangePreview</name>
    <message>
        <source>Preview of the change</source>
        <translation>Vorschau der Änderung</translation>
    </message>
    <message>
        <source>No unit would change.</source>
        <translation>Keine Einheit würde sich ändern.</translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>und %Ln weitere</numerusform>
            <numerusform>und %Ln weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::ComparisonView</name>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Use this text</source>
        <translation>Diesen Text nehmen</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>Vorher und nachher</translation>
    </message>
    <message>
        <source>Suggestion before</source>
        <translation>Vorschlag vorher</translation>
    </message>
    <message>
        <source>Suggestion after</source>
        <translation>Vorschlag nachher</translation>
    </message>
    <message>
        <source>before</source>
        <translation>vorher</translation>
    </message>
    <message>
        <source>after</source>
        <translation>nachher</translation>
    </message>
    <message>
        <source>the text is the same</source>
        <translation>der Text ist derselbe</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::ConcordanceView</name>
    <message>
        <source>How to search</source>
        <translation>Wie gesucht wird</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Whole words</source>
        <translation>Ganze Wörter</translation>
    </message>
    <message>
        <source>Wildcards</source>
        <translation>Platzhalter</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>Regulärer Ausdruck</translation>
    </message>
    <message>
        <source>Where to search</source>
        <translation>Wo gesucht wird</translation>
    </message>
    <message>
        <source>Both sides</source>
        <translation>Beide Seiten</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Ausgangstext</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Zieltext</translation>
    </message>
    <message>
        <source>F3 next hit · Ins puts its target at the caret · Ctrl+C copies it</source>
        <translation>F3 nächste Fundstelle · Einfg setzt ihren Zieltext an die Schreibmarke · Strg+C kopiert ihn</translation>
    </message>
    <message>
        <source>Search the memory</source>
        <translation>Im Speicher suchen</translation>
    </message>
    <message>
        <source>Aa</source>
        <translation>Aa</translation>
    </message>
    <message>
        <source>Upper and lower case count</source>
        <translation>Groß- und Kleinschreibung zählt</translation>
    </message>
    <message>
        <source>Where it stands in the memory</source>
        <translation>Wo es im Speicher steht</translation>
    </message>
    <message>
        <source>Ctrl+K searches the memory for what is selected, or for the word at the caret.</source>
        <translation>Strg+K sucht im Speicher nach dem Ausgewählten oder nach dem Wort an der Schreibmarke.</translation>
    </message>
    <message>
        <source>The memory holds no such text.</source>
        <translation>Der Speicher enthält keinen solchen Text.</translation>
    </message>
    <message numerus="yes">
        <source>The first %Ln segment(s)</source>
        <translation>
            <numerusform>Das erste Segment</numerusform>
            <numerusform>Die ersten %Ln Segmente</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln segment(s)</source>
        <translation>
            <numerusform>%Ln Segment</numerusform>
            <numerusform>%Ln Segmente</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::ConflictView</name>
    <message>
        <source>&amp;Keep this one</source>
        <translation>Diese &amp;behalten</translation>
    </message>
    <message>
        <source>&amp;Take this one</source>
        <translation>Diese &amp;nehmen</translation>
    </message>
    <message>
        <source>Keep &amp;both</source>
        <translation>B&amp;eide behalten</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Konflikte</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Ausgangstext</translation>
    </message>
    <message>
        <source>Two units of this source: a lookup shows both.</source>
        <translation>Zwei Einheiten mit diesem Ausgangstext: beim Nachschlagen erscheinen beide.</translation>
    </message>
    <message>
        <source>What holds now</source>
        <translation>Was jetzt gilt</translation>
    </message>
    <message>
        <source>What was set aside</source>
        <translation>Was zurückgestellt wurde</translation>
    </message>
    <message>
        <source>No conflict is open.</source>
        <translation>Kein Konflikt ist offen.</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>gelöscht</translation>
    </message>
    <message>
        <source>Holds now</source>
        <translation>Gilt jetzt</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>Zurückgestellt</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::FindingList</name>
    <message>
        <source>What to show</source>
        <translation>Was gezeigt wird</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::FragmentList</name>
    <message>
        <source>Parts that the memory knows</source>
        <translation>Teile, die der Speicher kennt</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::ImportReport</name>
    <message>
        <source>Skipped units</source>
        <translation>Ausgelassene Einheiten</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>added</source>
        <translation>aufgenommen</translation>
    </message>
    <message>
        <source>known already</source>
        <translation>schon bekannt</translation>
    </message>
    <message>
        <source>of the memory replaced; they stay in the history</source>
        <translation>des Speichers ersetzt; sie bleiben im Verlauf</translation>
    </message>
    <message>
        <source>not taken: the memory has another translation</source>
        <translation>nicht genommen: Der Speicher hat eine andere Übersetzung</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>ausgelassen</translation>
    </message>
    <message>
        <source>The first %L1 that were skipped</source>
        <translation>Die ersten %L1, die ausgelassen wurden</translation>
    </message>
    <message>
        <source>What was skipped</source>
        <translation>Was ausgelassen wurde</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::MatchCard</name>
    <message>
        <source>Match %1, %2</source>
        <translation>Treffer %1, %2</translation>
    </message>
    <message>
        <source>Ctrl+%1</source>
        <translation>Strg+%1</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::MatchPane</name>
    <message>
        <source>Matches</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>No match yet. Open a segment, or add a memory to the project, and what fits is listed here.</source>
        <translation>Noch kein Treffer. Öffnen Sie ein Segment, und hier steht, was passt.</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::MemoryList</name>
    <message>
        <source>cannot be used</source>
        <translation>nicht benutzbar</translation>
    </message>
    <message>
        <source>read only</source>
        <translation>nur lesen</translation>
    </message>
    <message>
        <source>−%L1 points</source>
        <translation>−%L1 Punkte</translation>
    </message>
    <message>
        <source>%1, cannot be used: %2</source>
        <translation>%1, nicht benutzbar: %2</translation>
    </message>
    <message numerus="yes">
        <source>%1, %Ln unit(s)</source>
        <translation>
            <numerusform>%1, %Ln Einheit</numerusform>
            <numerusform>%1, %Ln Einheiten</numerusform>
        </translation>
    </message>
    <message>
        <source>Memories</source>
        <translation>Speicher</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::ReviewRows</name>
    <message>
        <source>Rows of the file</source>
        <translation>Zeilen der Datei</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>The row that is selected</source>
        <translation>Die gewählte Zeile</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::RoutingHeatmap</name>
    <message>
        <source>No routing yet. It appears here as soon as the model suggests something for the open segment.</source>
        <translation>Noch kein Routing. Es erscheint hier, sobald das Modell etwas für das offene Segment vorschlägt.</translation>
    </message>
    <message>
        <source>Routing heatmap</source>
        <translation>Routing-Karte</translation>
    </message>
    <message>
        <source>gate probability before the choice, 0 to 1</source>
        <translation>Gate-Wahrscheinlichkeit vor der Wahl, 0 bis 1</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::RoutingView</name>
    <message>
        <source>Routing</source>
        <translation>Routing</translation>
    </message>
    <message>
        <source>Tokens shown</source>
        <translation>Gezeigte Token</translation>
    </message>
    <message>
        <source>generated tokens</source>
        <translation>erzeugte Token</translation>
    </message>
    <message>
        <source>prompt tokens</source>
        <translation>Token der Eingabe</translation>
    </message>
    <message>
        <source>prompt and generated</source>
        <translation>Eingabe und erzeugte</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>Spectrum</source>
        <translation>Spektrum</translation>
    </message>
    <message>
        <source>Weaken or strengthen a band of the spectrum that the routers read</source>
        <translation>Ein Band des Spektrums, das die Router lesen, schwächen oder verstärken</translation>
    </message>
    <message>
        <source>The routers of this model read no spectrum</source>
        <translation>Die Router dieses Modells lesen kein Spektrum</translation>
    </message>
    <message>
        <source>All layers</source>
        <translation>Alle Schichten</translation>
    </message>
    <message>
        <source>Layer %1</source>
        <translation>Schicht %1</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::SegmentDelegate</name>
    <message>
        <source>Tab takes a word · End takes all · Alt+Down other ways to say it · Esc silences</source>
        <translation>Tab nimmt ein Wort · Ende nimmt alles · Alt+Ab anders · Esc schweigt</translation>
    </message>
    <message>
        <source>Ctrl+Enter confirms · F9 puts the next tag</source>
        <translation>Strg+Eingabe bestätigt · F9 setzt den nächsten Tag</translation>
    </message>
    <message>
        <source>Locked: it is to be seen, not to be changed</source>
        <translation>Gesperrt: zum Lesen, nicht zum Ändern</translation>
    </message>
    <message>
        <source>It can be changed in a moment</source>
        <translation>Lässt sich gleich bearbeiten</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::SegmentGrid</name>
    <message>
        <source>No document is open.</source>
        <translation>Es ist kein Dokument offen.</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>Segmente</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::SegmentTableModel</name>
    <message>
        <source>#</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Match</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>Segment %1, %2</source>
        <translation>Segment %1, %2</translation>
    </message>
    <message>
        <source>%1, problem: %2</source>
        <translation>%1, Problem: %2</translation>
    </message>
    <message>
        <source>no target</source>
        <translation>kein Ziel</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::ShortTermList</name>
    <message>
        <source>Terms</source>
        <translation>Terminologie</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::SourceField</name>
    <message>
        <source>Source</source>
        <translation>Ausgangstext</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::TargetEditor</name>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::TermList</name>
    <message>
        <source>Terms in this segment</source>
        <translation>Benennungen in diesem Segment</translation>
    </message>
    <message>
        <source>Ctrl+Shift+%1</source>
        <translation>Strg+Umschalt+%1</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::UnitDetail</name>
    <message>
        <source>The unit and its history</source>
        <translation>Die Einheit und ihr Verlauf</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::UnitTable</name>
    <message>
        <source>Units</source>
        <translation>Einheiten</translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::UnitTableModel</name>
    <message>
        <source>not approved</source>
        <translation>nicht freigegeben</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>Why it is listed</source>
        <translation>Warum sie hier steht</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::AlignmentDialog</name>
    <message>
        <source>Align two documents</source>
        <translation>Zwei Dokumente zuordnen</translation>
    </message>
    <message>
        <source>&amp;Document, %1</source>
        <translation>&amp;Dokument, %1</translation>
    </message>
    <message>
        <source>&amp;Translation, %1</source>
        <translation>&amp;Übersetzung, %1</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>&amp;Least confidence</source>
        <translation>&amp;Mindestsicherheit</translation>
    </message>
    <message>
        <source>&amp;Align</source>
        <translation>&amp;Zuordnen</translation>
    </message>
    <message>
        <source>Add to the &amp;memory</source>
        <translation>In den &amp;Speicher aufnehmen</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choose: %1</source>
        <translation>Wählen: %1</translation>
    </message>
    <message>
        <source>Choose a document</source>
        <translation>Ein Dokument wählen</translation>
    </message>
    <message>
        <source>Choose a document and its translation: their sentences are set side by side, and nothing goes into the memory before you say so.</source>
        <translation>Wählen Sie ein Dokument und seine Übersetzung: Ihre Sätze werden nebeneinandergestellt, und nichts kommt in den Speicher, bevor Sie es sagen.</translation>
    </message>
    <message>
        <source>Setting the sentences side by side …</source>
        <translation>Die Sätze werden nebeneinandergestellt …</translation>
    </message>
    <message>
        <source>%L1 of %L2 pairs are sure enough</source>
        <translation>%L1 von %L2 Paaren sind sicher genug</translation>
    </message>
    <message>
        <source>Adding to the memory …</source>
        <translation>Aufnahme in den Speicher …</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::BulkChangeDialog</name>
    <message>
        <source>Text in the units</source>
        <translation>Text in den Einheiten</translation>
    </message>
    <message>
        <source>&amp;With</source>
        <translation>&amp;Durch</translation>
    </message>
    <message>
        <source>Change many units</source>
        <translation>Viele Einheiten ändern</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>Den Text ersetzen</translation>
    </message>
    <message>
        <source>Delete the units</source>
        <translation>Die Einheiten löschen</translation>
    </message>
    <message>
        <source>Approve the units</source>
        <translation>Die Einheiten freigeben</translation>
    </message>
    <message>
        <source>Take their approval away</source>
        <translation>Ihre Freigabe zurücknehmen</translation>
    </message>
    <message>
        <source>Nothing; after a regular expression $1 is the first group</source>
        <translation>Nichts; nach einem regulären Ausdruck ist $1 die erste Gruppe</translation>
    </message>
    <message>
        <source>&amp;Preview</source>
        <translation>&amp;Vorschau</translation>
    </message>
    <message>
        <source>&amp;Change</source>
        <translation>&amp;Ändern</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>&amp;Suchen</translation>
    </message>
    <message>
        <source>&amp;And</source>
        <translation>&amp;Und dann</translation>
    </message>
    <message>
        <source>Say what to find, then look at the preview: every unit as it is and as it would be. Nothing changes before that.</source>
        <translation>Sagen Sie, was gesucht wird, und sehen Sie die Vorschau an: jede Einheit, wie sie ist und wie sie würde. Vorher ändert sich nichts.</translation>
    </message>
    <message>
        <source>Looking through the memory …</source>
        <translation>Der Speicher wird durchgesehen …</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Change %Ln unit(s)</source>
        <translation>
            <numerusform>&amp;%Ln Einheit ändern</numerusform>
            <numerusform>&amp;%Ln Einheiten ändern</numerusform>
        </translation>
    </message>
    <message>
        <source>Changing the memory …</source>
        <translation>Der Speicher wird geändert …</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::ColumnsDialog</name>
    <message>
        <source>The first row &amp;names the columns</source>
        <translation>Die erste Zeile &amp;benennt die Spalten</translation>
    </message>
    <message>
        <source>Columns of %1</source>
        <translation>Spalten von %1</translation>
    </message>
    <message>
        <source>Use these columns</source>
        <translation>Diese Spalten nehmen</translation>
    </message>
    <message>
        <source>What is each column for? Translations go into the column that holds them; without one, they take the place of the texts.</source>
        <translation>Wofür steht jede Spalte? Übersetzungen kommen in die Spalte, die sie enthält; ohne eine solche ersetzen sie die Texte.</translation>
    </message>
    <message>
        <source>Use of column %1</source>
        <translation>Verwendung von Spalte %1</translation>
    </message>
    <message>
        <source>Leave as it is</source>
        <translation>So lassen</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>Übersetzen</translation>
    </message>
    <message>
        <source>Holds the translations</source>
        <translation>Enthält Übersetzungen</translation>
    </message>
    <message>
        <source>Names the rows</source>
        <translation>Benennt die Zeilen</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Anmerkungen</translation>
    </message>
    <message>
        <source>Choose a column to translate.</source>
        <translation>Wählen Sie eine Spalte, die übersetzt wird.</translation>
    </message>
    <message>
        <source>Of translations, names of rows, contexts and notes there can be one column each.</source>
        <translation>Für Übersetzungen, Namen der Zeilen, Kontext und Anmerkungen kann es je eine Spalte geben.</translation>
    </message>
    <message>
        <source>Where a column holds the translations, only one is translated.</source>
        <translation>Wo eine Spalte die Übersetzungen enthält, wird nur eine übersetzt.</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::ConflictsDialog</name>
    <message>
        <source>Conflicts in %1</source>
        <translation>Konflikte in %1</translation>
    </message>
    <message>
        <source>Two people changed these units without knowing of each other. What you do not choose stays in the history of the unit.</source>
        <translation>Zwei Personen haben diese Einheiten geändert, ohne voneinander zu wissen. Was Sie nicht wählen, bleibt in der Geschichte der Einheit.</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::DocumentDelegate</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::DocumentSession</name>
    <message>
        <source>typing</source>
        <translation>Tippen</translation>
    </message>
    <message>
        <source>deleting</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>pasting</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>tag</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>suggestion</source>
        <translation>Vorschlag</translation>
    </message>
    <message>
        <source>clear target</source>
        <translation>Ziel leeren</translation>
    </message>
    <message>
        <source>confirm</source>
        <translation>bestätigen</translation>
    </message>
    <message>
        <source>take back the confirmation</source>
        <translation>Bestätigung zurücknehmen</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::EncodingDialog</name>
    <message>
        <source>Unicode</source>
        <translation>Unicode</translation>
    </message>
    <message>
        <source>Western European</source>
        <translation>Westeuropäisch</translation>
    </message>
    <message>
        <source>Central European</source>
        <translation>Mitteleuropäisch</translation>
    </message>
    <message>
        <source>Cyrillic</source>
        <translation>Kyrillisch</translation>
    </message>
    <message>
        <source>Baltic</source>
        <translation>Baltisch</translation>
    </message>
    <message>
        <source>Greek</source>
        <translation>Griechisch</translation>
    </message>
    <message>
        <source>Turkish</source>
        <translation>Türkisch</translation>
    </message>
    <message>
        <source>Hebrew</source>
        <translation>Hebräisch</translation>
    </message>
    <message>
        <source>Arabic</source>
        <translation>Arabisch</translation>
    </message>
    <message>
        <source>Thai and Vietnamese</source>
        <translation>Thailändisch und Vietnamesisch</translation>
    </message>
    <message>
        <source>Japanese</source>
        <translation>Japanisch</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>Chinesisch</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>Koreanisch</translation>
    </message>
    <message>
        <source>Encoding of %1</source>
        <translation>Kodierung von %1</translation>
    </message>
    <message>
        <source>As found: %1</source>
        <translation>Wie erkannt: %1</translation>
    </message>
    <message>
        <source>As found in the file</source>
        <translation>Wie in der Datei erkannt</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>Neu öffnen</translation>
    </message>
    <message>
        <source>&amp;Encoding</source>
        <translation>&amp;Kodierung</translation>
    </message>
    <message>
        <source>The translation is written in the same encoding.</source>
        <translation>Die Übersetzung wird in derselben Kodierung geschrieben.</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::FilterBar</name>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter rows</source>
        <translation>Filtern</translation>
    </message>
    <message>
        <source>Rows whose source or target holds this text</source>
        <translation>Zeilen, in deren Quelle oder Ziel dieser Text steht</translation>
    </message>
    <message>
        <source>All %L1</source>
        <translation>Alle %L1</translation>
    </message>
    <message>
        <source>Open %L1</source>
        <translation>Offen %L1</translation>
    </message>
    <message>
        <source>Machine %L1</source>
        <translation>Maschine %L1</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Weitere</translation>
    </message>
    <message>
        <source>Rows with problems, with notes, locked ones</source>
        <translation>Zeilen mit Mängeln, mit Hinweisen, gesperrte</translation>
    </message>
    <message>
        <source>With problems</source>
        <translation>Mit Mängeln</translation>
    </message>
    <message>
        <source>With notes</source>
        <translation>Mit Hinweisen</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Maschine</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::FirstLookPage</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Reading the document</source>
        <translation>Das Dokument wird gelesen</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>Wird angehalten …</translation>
    </message>
    <message>
        <source>This is how %1 begins. You can work on it as soon as all of it has been read.</source>
        <translation>So beginnt %1. Sobald alles gelesen ist, können Sie daran arbeiten.</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::ImportDialog</name>
    <message>
        <source>The units count as approved where the file says nothing else</source>
        <translation>Die Einheiten gelten als freigegeben, wo die Datei nichts anderes sagt</translation>
    </message>
    <message>
        <source>Import %1</source>
        <translation>%1 importieren</translation>
    </message>
    <message>
        <source>Keep both: a lookup shows both</source>
        <translation>Beide behalten: Eine Suche zeigt beide</translation>
    </message>
    <message>
        <source>Keep the memory&apos;s</source>
        <translation>Die des Speichers behalten</translation>
    </message>
    <message>
        <source>Take the file&apos;s: the other stays in the history</source>
        <translation>Die der Datei nehmen: Die andere bleibt im Verlauf</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Into</source>
        <translation>In</translation>
    </message>
    <message>
        <source>Where the memory has another translation</source>
        <translation>Wo der Speicher eine andere Übersetzung hat</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::ImportReportDialog</name>
    <message>
        <source>Import of %1</source>
        <translation>Import von %1</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message numerus="yes">
        <source>%Ln unit(s) of the file have %1 as the source: their texts were taken from %2 to %3.</source>
        <translation>
            <numerusform>%Ln Einheit der Datei hat %1 als Quelle: Ihre Texte wurden von %2 nach %3 übernommen.</numerusform>
            <numerusform>%Ln Einheiten der Datei haben %1 als Quelle: Ihre Texte wurden von %2 nach %3 übernommen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::KeysDialog</name>
    <message>
        <source>Texts of %1</source>
        <translation>Texte von %1</translation>
    </message>
    <message>
        <source>All that look like text; for instance *.title messages.*</source>
        <translation>Alle, die wie Text aussehen; zum Beispiel *.title messages.*</translation>
    </message>
    <message>
        <source>None; for instance *.id *.url</source>
        <translation>Keine; zum Beispiel *.id *.url</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>&amp;Leave the selected out</source>
        <translation>Ausgewählte &amp;weglassen</translation>
    </message>
    <message>
        <source>Use these texts</source>
        <translation>Diese Texte nehmen</translation>
    </message>
    <message>
        <source>&amp;Translate the keys</source>
        <translation>Schlüssel über&amp;setzen</translation>
    </message>
    <message>
        <source>Leave &amp;out</source>
        <translation>W&amp;eglassen</translation>
    </message>
    <message>
        <source>Which entries are texts? * stands for any characters; spaces separate patterns.</source>
        <translation>Welche Einträge sind Texte? * steht für beliebige Zeichen; Leerzeichen trennen Muster.</translation>
    </message>
    <message>
        <source>The file is too large for a preview here.</source>
        <translation>Die Datei ist zu groß für eine Vorschau.</translation>
    </message>
    <message>
        <source>Nothing is offered for translation.</source>
        <translation>Nichts wird zum Übersetzen angeboten.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln text(s) are offered for translation.</source>
        <translation>
            <numerusform>%Ln Text wird zum Übersetzen angeboten.</numerusform>
            <numerusform>%Ln Texte werden zum Übersetzen angeboten.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::LanguageDialog</name>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Written in</source>
        <translation>Geschrieben auf</translation>
    </message>
    <message>
        <source>Translate into</source>
        <translation>Übersetzen in</translation>
    </message>
    <message>
        <source>No model for this pair: the memory and editing work, there are no suggestions.</source>
        <translation>Kein Modell für dieses Paar: Speicher und Bearbeiten gehen, Vorschläge gibt es nicht.</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::LookupPanel</name>
    <message>
        <source>Matches</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>Terminologie</translation>
    </message>
    <message>
        <source>Concordance</source>
        <translation>Konkordanz</translation>
    </message>
    <message>
        <source>Terms %L1</source>
        <translation>Terminologie %L1</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::MainWindow</name>
    <message>
        <source>%1 holds no text to translate.</source>
        <translation>%1 enthält keinen Text zum Übersetzen.</translation>
    </message>
    <message>
        <source>%1: this picture cannot be written; is the folder read-only or the disk full?</source>
        <translation>%1: Dieses Bild lässt sich nicht schreiben; ist der Ordner schreibgeschützt oder der Datenträger voll?</translation>
    </message>
    <message>
        <source>%1: this folder cannot be made; name one that can be written to.</source>
        <translation>%1: Dieser Ordner lässt sich nicht anlegen; nennen Sie einen, in den geschrieben werden kann.</translation>
    </message>
    <message>
        <source>No row fits the filter. Choose “All”, or empty the filter box.</source>
        <translation>Keine Zeile passt zum Filter. Wählen Sie „Alle“, oder leeren Sie das Filterfeld.</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Confirm   Ctrl+Enter</source>
        <translation>Bestätigen   Strg+Eingabe</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Dokumente</translation>
    </message>
    <message>
        <source>Routing</source>
        <translation>Routing</translation>
    </message>
    <message>
        <source>There is no machine text for this row yet.</source>
        <translation>Für diese Zeile gibt es noch keinen Maschinentext.</translation>
    </message>
    <message>
        <source>Without a model for these languages there are no other words to choose from.</source>
        <translation>Ohne Modell für diese Sprachen gibt es keine anderen Wörter zur Auswahl.</translation>
    </message>
    <message>
        <source>The memory holds nothing like this row.</source>
        <translation>Der Speicher kennt nichts, was dieser Zeile gleicht.</translation>
    </message>
    <message>
        <source>Saving works again.</source>
        <translation>Das Speichern gelingt wieder.</translation>
    </message>
    <message>
        <source>text with other routing</source>
        <translation>Text mit anderem Routing</translation>
    </message>
    <message>
        <source>The model is being loaded …</source>
        <translation>Das Modell wird geladen …</translation>
    </message>
    <message>
        <source>%1 — Interlinear</source>
        <translation>%1 — Interlinear</translation>
    </message>
    <message>
        <source>Interlinear</source>
        <translation>Interlinear</translation>
    </message>
    <message>
        <source>Row %1 has no target yet: type it, or take the suggestion with End.</source>
        <translation>Zeile %1 hat noch kein Ziel: Tippen Sie es, oder nehmen Sie den Vorschlag mit Ende.</translation>
    </message>
    <message>
        <source>In row %1 a tag stands without its partner: F9 puts it.</source>
        <translation>In Zeile %1 steht ein Tag ohne seinen Partner: F9 setzt ihn.</translation>
    </message>
    <message>
        <source>Every row shown is confirmed.</source>
        <translation>Jede gezeigte Zeile ist bestätigt.</translation>
    </message>
    <message>
        <source>Open a row: which experts the model chose for each word of its suggestion is shown here.</source>
        <translation>Öffnen Sie eine Zeile: Hier steht, welche Experten das Modell für jedes Wort ihres Vorschlags gewählt hat.</translation>
    </message>
    <message>
        <source>No match yet. What the memory and the model have for the open row is listed here.</source>
        <translation>Noch kein Treffer. Hier steht, was Speicher und Modell zur offenen Zeile haben.</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>kein Modell</translation>
    </message>
    <message numerus="yes">
        <source>The text of %Ln row(s) was too long for the model: the end is missing there.</source>
        <translation>
            <numerusform>Der Text von %Ln Zeile war zu lang für das Modell: Dort fehlt das Ende.</numerusform>
            <numerusform>Der Text von %Ln Zeilen war zu lang für das Modell: Dort fehlt das Ende.</numerusform>
        </translation>
    </message>
    <message>
        <source>no model for these languages</source>
        <translation>kein Modell für diese Sprachen</translation>
    </message>
    <message>
        <source>loading the model</source>
        <translation>Modell wird geladen</translation>
    </message>
    <message>
        <source>No model translates from %1 into %2: the memory and editing work, there are no suggestions and no routing. File ▸ Choose a model… takes one.</source>
        <translation>Kein Modell übersetzt von %1 nach %2: Speicher und Bearbeiten gehen, Vorschläge und Routing gibt es nicht. Datei ▸ Modell wählen… nimmt eines.</translation>
    </message>
    <message>
        <source>The processor translates instead of the graphics card. %1</source>
        <translation>Statt der Grafikkarte übersetzt der Prozessor. %1</translation>
    </message>
    <message>
        <source>That model cannot be used; the one that was loaded before goes on. %1</source>
        <translation>Dieses Modell ist nicht zu gebrauchen; das zuvor geladene arbeitet weiter. %1</translation>
    </message>
    <message>
        <source>Without a model there are no suggestions and no routing. File ▸ Choose a model… takes one.
%1</source>
        <translation>Ohne Modell gibt es keine Vorschläge und kein Routing. Datei ▸ Modell wählen… nimmt eines.
%1</translation>
    </message>
    <message>
        <source>No match in the memory. There is no model to suggest a translation.</source>
        <translation>Kein Treffer im Speicher. Es gibt kein Modell, das eine Übersetzung vorschlägt.</translation>
    </message>
    <message>
        <source>The document was written to %1.</source>
        <translation>Das Dokument wurde nach %1 geschrieben.</translation>
    </message>
    <message numerus="yes">
        <source>%1 %Ln target(s) could not be used, and the source stands there; the first: %2</source>
        <translation>
            <numerusform>%1 %Ln Ziel war nicht zu verwenden, dort steht die Quelle: %2</numerusform>
            <numerusform>%1 %Ln Ziele waren nicht zu verwenden, dort steht die Quelle; das erste: %2</numerusform>
        </translation>
    </message>
    <message>
        <source>The latest changes are not saved yet; saving is tried again by itself. %1</source>
        <translation>Die letzten Änderungen sind noch nicht gespeichert; es wird von selbst wieder versucht. %1</translation>
    </message>
    <message>
        <source>The latest changes could not be saved:
%1

Closing now loses them.</source>
        <translation>Die letzten Änderungen konnten nicht gesichert werden:
%1

Wer jetzt schließt, verliert sie.</translation>
    </message>
    <message>
        <source>Documents (%1)</source>
        <translation>Dokumente (%1)</translation>
    </message>
    <message>
        <source>Open documents</source>
        <translation>Dokumente öffnen</translation>
    </message>
    <message>
        <source>Choose the folder of a model</source>
        <translation>Ordner eines Modells wählen</translation>
    </message>
    <message>
        <source>Go to row</source>
        <translation>Gehe zu Zeile</translation>
    </message>
    <message>
        <source>Number, 1 to %L1</source>
        <translation>Nummer, 1 bis %L1</translation>
    </message>
    <message>
        <source>The filter hides row %1.</source>
        <translation>Der Filter verbirgt Zeile %1.</translation>
    </message>
    <message>
        <source>Export the document</source>
        <translation>Dokument exportieren</translation>
    </message>
    <message>
        <source>Export the picture</source>
        <translation>Bild exportieren</translation>
    </message>
    <message>
        <source>Pictures (*.png *.svg)</source>
        <translation>Bilder (*.png *.svg)</translation>
    </message>
    <message>
        <source>The picture was written to %1.</source>
        <translation>Das Bild wurde nach %1 geschrieben.</translation>
    </message>
    <message>
        <source>Export the numbers</source>
        <translation>Zahlen exportieren</translation>
    </message>
    <message>
        <source>Routing (*.json *.npz *.csv)</source>
        <translation>Routing (*.json *.npz *.csv)</translation>
    </message>
    <message>
        <source>The numbers were written to %1.</source>
        <translation>Die Zahlen wurden nach %1 geschrieben.</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tab</translation>
    </message>
    <message>
        <source>Take a word of the suggestion</source>
        <translation>Ein Wort des Vorschlags nehmen</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Take all of the suggestion</source>
        <translation>Den ganzen Vorschlag nehmen</translation>
    </message>
    <message>
        <source>Alt+Down</source>
        <translation>Alt+Ab</translation>
    </message>
    <message>
        <source>Look for another way to say it</source>
        <translation>Eine andere Formulierung suchen</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>No more suggestions for this row</source>
        <translation>Keine Vorschläge mehr für diese Zeile</translation>
    </message>
    <message>
        <source>Ctrl+1 to Ctrl+9</source>
        <translation>Strg+1 bis Strg+9</translation>
    </message>
    <message>
        <source>Take the match of that number</source>
        <translation>Den Treffer dieser Nummer nehmen</translation>
    </message>
    <message>
        <source>Model %1, fingerprint %2.</source>
        <translation>Modell %1, Fingerabdruck %2.</translation>
    </message>
    <message>
        <source>No model is loaded.</source>
        <translation>Es ist kein Modell geladen.</translation>
    </message>
    <message>
        <source>About Interlinear</source>
        <translation>Über Interlinear</translation>
    </message>
    <message>
        <source>An offline translation workbench on a Mix-MoE language model.
Free software: GNU General Public License, version 3 or later.

%1</source>
        <translation>Eine Übersetzungswerkstatt ohne Netz, mit einem Mix-MoE-Sprachmodell.
Freie Software: GNU General Public License, Version 3 oder neuer.

%1</translation>
    </message>
    <message>
        <source>The model finds no other way to say this.</source>
        <translation>Das Modell findet keine andere Formulierung.</translation>
    </message>
    <message>
        <source>Ctrl+Shift+1 to Ctrl+Shift+9</source>
        <translation>Strg+Umschalt+1 bis Strg+Umschalt+9</translation>
    </message>
    <message>
        <source>Put the term of that number at the caret</source>
        <translation>Die Benennung dieser Nummer an die Schreibmarke setzen</translation>
    </message>
    <message>
        <source>Matches and terms</source>
        <translation>Treffer und Terminologie</translation>
    </message>
    <message>
        <source>Terms (*.tbx *.xml *.csv *.tsv *.txt)</source>
        <translation>Terminologie (*.tbx *.xml *.csv *.tsv *.txt)</translation>
    </message>
    <message>
        <source>%L1 concepts added, %L2 changed, %L3 known already.</source>
        <translation>%L1 Begriffe hinzugefügt, %L2 geändert, %L3 waren schon bekannt.</translation>
    </message>
    <message numerus="yes">
        <source>%1 %Ln skipped; the first in line %2: %3</source>
        <translation>
            <numerusform>%1 %Ln übergangen; in Zeile %2: %3</numerusform>
            <numerusform>%1 %Ln übergangen; der erste in Zeile %2: %3</numerusform>
        </translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>Kopiert: %1</translation>
    </message>
    <message>
        <source>The termbase has this term already; “Change the term…” gives it another status.</source>
        <translation>Die Termbank hat diese Benennung schon; „Benennung ändern …“ gibt ihr einen anderen Status.</translation>
    </message>
    <message>
        <source>The project&apos;s terms are those of %1 now.</source>
        <translation>Die Benennungen des Projekts sind jetzt die von %1.</translation>
    </message>
    <message>
        <source>The terms were written to %1.</source>
        <translation>Die Benennungen wurden nach %1 geschrieben.</translation>
    </message>
    <message>
        <source>Choose a termbase, or name a new one</source>
        <translation>Eine Termbank wählen oder eine neue benennen</translation>
    </message>
    <message>
        <source>Termbases (*.itb)</source>
        <translation>Termbanken (*.itb)</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Wählen</translation>
    </message>
    <message>
        <source>Import terms</source>
        <translation>Benennungen einlesen</translation>
    </message>
    <message>
        <source>Export the terms</source>
        <translation>Benennungen ausgeben</translation>
    </message>
    <message>
        <source>TBX (*.tbx);;Tables (*.csv *.tsv)</source>
        <translation>TBX (*.tbx);;Tabellen (*.csv *.tsv)</translation>
    </message>
    <message>
        <source>The concept was deleted.</source>
        <translation>Der Begriff wurde gelöscht.</translation>
    </message>
    <message>
        <source>There is nothing to choose: all texts of such a file are translated.</source>
        <translation>Hier gibt es nichts auszuwählen: Alle Texte einer solchen Datei werden übersetzt.</translation>
    </message>
    <message>
        <source>Such a file says by itself how its texts are encoded.</source>
        <translation>Eine solche Datei sagt selbst, wie ihre Texte kodiert sind.</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>Reiner Text</translation>
    </message>
    <message>
        <source>SubRip subtitles</source>
        <translation>SubRip-Untertitel</translation>
    </message>
    <message>
        <source>WebVTT subtitles</source>
        <translation>WebVTT-Untertitel</translation>
    </message>
    <message>
        <source>CSV table</source>
        <translation>CSV-Tabelle</translation>
    </message>
    <message>
        <source>Java properties</source>
        <translation>Java-Properties</translation>
    </message>
    <message>
        <source>Android strings</source>
        <translation>Android-Texte</translation>
    </message>
    <message>
        <source>Apple strings</source>
        <translation>Apple-Texte</translation>
    </message>
    <message>
        <source>Apple plurals</source>
        <translation>Apple-Pluralformen</translation>
    </message>
    <message>
        <source>INI file</source>
        <translation>INI-Datei</translation>
    </message>
    <message>
        <source>Desktop entry</source>
        <translation>Desktop-Eintrag</translation>
    </message>
    <message>
        <source>.NET resources</source>
        <translation>.NET-Ressourcen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln document(s)</source>
        <translation>
            <numerusform>%Ln Dokument</numerusform>
            <numerusform>%Ln Dokumente</numerusform>
        </translation>
    </message>
    <message>
        <source>Put the caret into the source, where the second half is to begin; then split.</source>
        <translation>Die Schreibmarke in den Ausgangstext setzen, wo die zweite Hälfte beginnen soll; dann teilen.</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>None was found on this computer.</source>
        <translation>Auf diesem Rechner wurde keines gefunden.</translation>
    </message>
    <message>
        <source>There is no model on this computer: the memory and editing work, there are no suggestions. File ▸ Choose a model… takes one.</source>
        <translation>Auf diesem Rechner ist kein Modell: Speicher und Bearbeiten gehen, Vorschläge gibt es nicht. Datei ▸ Modell wählen… nimmt eines.</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::MemoriesDialog</name>
    <message>
        <source>Confirmed &amp;work goes here</source>
        <translation>Bestätigte &amp;Arbeit kommt hierhin</translation>
    </message>
    <message>
        <source>&amp;Remove from the project</source>
        <translation>Aus dem Projekt &amp;entfernen</translation>
    </message>
    <message>
        <source>Memories of the project</source>
        <translation>Speicher des Projekts</translation>
    </message>
    <message>
        <source> points</source>
        <translation> Punkte</translation>
    </message>
    <message>
        <source>Add &amp;existing…</source>
        <translation>&amp;Vorhandenen hinzufügen…</translation>
    </message>
    <message>
        <source>&amp;New…</source>
        <translation>&amp;Neu…</translation>
    </message>
    <message>
        <source>Every match &amp;loses</source>
        <translation>Jeder Treffer &amp;verliert</translation>
    </message>
    <message>
        <source>Add memories</source>
        <translation>Speicher hinzufügen</translation>
    </message>
    <message>
        <source>Memories (*.itm)</source>
        <translation>Speicher (*.itm)</translation>
    </message>
    <message>
        <source>New memory</source>
        <translation>Neuer Speicher</translation>
    </message>
    <message>
        <source>Look up a&amp;pproved units only, in all memories</source>
        <translation>In allen Speichern nur &amp;freigegebene Einheiten nachschlagen</translation>
    </message>
    <message>
        <source>&amp;Join shared…</source>
        <translation>&amp;Beitreten …</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::MemoryMenu</name>
    <message numerus="yes">
        <source>%Ln unit(s) were added to the memory.</source>
        <translation>
            <numerusform>%Ln Einheit wurde in den Speicher aufgenommen.</numerusform>
            <numerusform>%Ln Einheiten wurden in den Speicher aufgenommen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln were known already.</source>
        <translation>
            <numerusform>%Ln war schon bekannt.</numerusform>
            <numerusform>%Ln waren schon bekannt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Import into a memory</source>
        <translation>In einen Speicher importieren</translation>
    </message>
    <message>
        <source>Units (*.tmx *.csv *.tsv *.tab *.xlf *.xliff *.po *.pot);;All files (*)</source>
        <translation>Einheiten (*.tmx *.csv *.tsv *.tab *.xlf *.xliff *.po *.pot);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Importing %1 …</source>
        <translation>%1 wird importiert …</translation>
    </message>
    <message>
        <source>The import of %1 was cancelled; the memory is as it was.</source>
        <translation>Der Import von %1 wurde abgebrochen; der Speicher ist, wie er war.</translation>
    </message>
    <message>
        <source>Table (*.csv *.tsv)</source>
        <translation>Tabelle (*.csv *.tsv)</translation>
    </message>
    <message>
        <source>Export the memory</source>
        <translation>Den Speicher exportieren</translation>
    </message>
    <message>
        <source>TMX (*.tmx)</source>
        <translation>TMX (*.tmx)</translation>
    </message>
    <message>
        <source>Exporting %1 …</source>
        <translation>%1 wird exportiert …</translation>
    </message>
    <message>
        <source>The memory was written to %1.</source>
        <translation>Der Speicher wurde nach %1 geschrieben.</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::MemorySharing</name>
    <message>
        <source>Sharing the memory …</source>
        <translation>Der Speicher wird geteilt …</translation>
    </message>
    <message>
        <source>Fetching the shared memory …</source>
        <translation>Der geteilte Speicher wird geholt …</translation>
    </message>
    <message>
        <source>Synchronising …</source>
        <translation>Abgleich …</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::MemoryWindow</name>
    <message>
        <source>Search the units</source>
        <translation>Einheiten durchsuchen</translation>
    </message>
    <message>
        <source>&amp;Look for faults</source>
        <translation>Nach &amp;Fehlern suchen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>&amp;Suchen</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Approve</source>
        <translation>&amp;Freigeben</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>&amp;Change many…</source>
        <translation>&amp;Viele ändern…</translation>
    </message>
    <message>
        <source>&amp;Undo the last change</source>
        <translation>Letzte Änderung &amp;zurücknehmen</translation>
    </message>
    <message>
        <source>Looking for faults</source>
        <translation>Suche nach Fehlern</translation>
    </message>
    <message>
        <source>%1 — memory</source>
        <translation>%1 — Speicher</translation>
    </message>
    <message>
        <source>This memory is read only in the project: it can be looked through, not changed.</source>
        <translation>Dieser Speicher wird im Projekt nur gelesen: Er lässt sich durchsehen, nicht ändern.</translation>
    </message>
    <message>
        <source>This memory is empty. What you confirm comes in here; Memory ▸ Import into memory… takes the units of a file.</source>
        <translation>Dieser Speicher ist leer. Was Sie bestätigen, kommt hierhin; Speicher ▸ In Speicher importieren… nimmt die Einheiten einer Datei.</translation>
    </message>
    <message>
        <source>No unit holds this text.</source>
        <translation>In keiner Einheit steht dieser Text.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln unit(s) with this text, the newest first</source>
        <translation>
            <numerusform>%Ln Einheit mit diesem Text</numerusform>
            <numerusform>%Ln Einheiten mit diesem Text, die neuesten zuerst</numerusform>
        </translation>
    </message>
    <message>
        <source>The newest %L1 units with this text</source>
        <translation>Die neuesten %L1 Einheiten mit diesem Text</translation>
    </message>
    <message>
        <source>Nothing is left here of what was found.</source>
        <translation>Von dem Gefundenen ist hier nichts übrig.</translation>
    </message>
    <message>
        <source>The first %L1 of %L2</source>
        <translation>Die ersten %L1 von %L2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln unit(s) to look at</source>
        <translation>
            <numerusform>%Ln Einheit anzusehen</numerusform>
            <numerusform>%Ln Einheiten anzusehen</numerusform>
        </translation>
    </message>
    <message>
        <source>All units</source>
        <translation>Alle Einheiten</translation>
    </message>
    <message numerus="yes">
        <source>%Ln unit(s), the newest first</source>
        <translation>
            <numerusform>%Ln Einheit</numerusform>
            <numerusform>%Ln Einheiten, die neuesten zuerst</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing suspicious was found.</source>
        <translation>Es wurde nichts Verdächtiges gefunden.</translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation>&amp;Noch einmal suchen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln unit(s) deleted. Undo the last change brings them back.</source>
        <translation>
            <numerusform>%Ln Einheit gelöscht. „Letzte Änderung zurücknehmen“ bringt sie wieder.</numerusform>
            <numerusform>%Ln Einheiten gelöscht. „Letzte Änderung zurücknehmen“ bringt sie wieder.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unit(s) approved.</source>
        <translation>
            <numerusform>%Ln Einheit freigegeben.</numerusform>
            <numerusform>%Ln Einheiten freigegeben.</numerusform>
        </translation>
    </message>
    <message>
        <source>These units are approved already.</source>
        <translation>Diese Einheiten sind schon freigegeben.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln unit(s) changed. Undo the last change brings them back.</source>
        <translation>
            <numerusform>%Ln Einheit geändert. „Letzte Änderung zurücknehmen“ bringt sie wieder.</numerusform>
            <numerusform>%Ln Einheiten geändert. „Letzte Änderung zurücknehmen“ bringt sie wieder.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unit(s) are as they were before.</source>
        <translation>
            <numerusform>%Ln Einheit ist, wie sie vorher war.</numerusform>
            <numerusform>%Ln Einheiten sind, wie sie vorher waren.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unit(s) changed since and were left alone.</source>
        <translation>
            <numerusform>%Ln Einheit wurde seither geändert und bleibt so.</numerusform>
            <numerusform>%Ln Einheiten wurden seither geändert und bleiben so.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::MessageBar</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::PagePreview</name>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>No document is open.</source>
        <translation>Es ist kein Dokument offen.</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::PatternControls</name>
    <message>
        <source>Match c&amp;ase</source>
        <translation>&amp;Groß und klein unterscheiden</translation>
    </message>
    <message>
        <source>How the text is meant</source>
        <translation>Wie der Text gemeint ist</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Whole words</source>
        <translation>Ganze Wörter</translation>
    </message>
    <message>
        <source>Words with * and ?</source>
        <translation>Wörter mit * und ?</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>Regulärer Ausdruck</translation>
    </message>
    <message>
        <source>Where to look</source>
        <translation>Wo gesucht wird</translation>
    </message>
    <message>
        <source>Both sides</source>
        <translation>Beide Seiten</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::Pretranslation</name>
    <message>
        <source>pretranslate</source>
        <translation>vorübersetzen</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::ProjectPanel</name>
    <message>
        <source>Documents</source>
        <translation>Dokumente</translation>
    </message>
    <message>
        <source>%L1 of %L2 segments confirmed</source>
        <translation>%L1 von %L2 Segmenten bestätigt</translation>
    </message>
    <message>
        <source>%1, %2 percent confirmed</source>
        <translation>%1, zu %2 Prozent bestätigt</translation>
    </message>
    <message>
        <source>none open</source>
        <translation>keiner offen</translation>
    </message>
    <message>
        <source>Memories</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Termbase</source>
        <translation>Termbank</translation>
    </message>
    <message numerus="yes">
        <source>%1, %Ln concept(s)</source>
        <translation>
            <numerusform>%1, %Ln Begriff</numerusform>
            <numerusform>%1, %Ln Begriffe</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::ReviewExportDialog</name>
    <message>
        <source>All of %1</source>
        <translation>%1 ganz</translation>
    </message>
    <message numerus="yes">
        <source>The %Ln row(s) that the filter shows</source>
        <translation>
            <numerusform>Die %Ln Zeile, die der Filter zeigt</numerusform>
            <numerusform>Die %Ln Zeilen, die der Filter zeigt</numerusform>
        </translation>
    </message>
    <message>
        <source>All documents of the project</source>
        <translation>Alle Dokumente des Projekts</translation>
    </message>
    <message>
        <source>Export for review</source>
        <translation>Zur Durchsicht exportieren</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Word document with a table</source>
        <translation>Word-Dokument mit Tabelle</translation>
    </message>
    <message>
        <source>XLIFF 1.2</source>
        <translation>XLIFF 1.2</translation>
    </message>
    <message>
        <source>XLIFF 2.0</source>
        <translation>XLIFF 2.0</translation>
    </message>
    <message>
        <source>TMX</source>
        <translation>TMX</translation>
    </message>
    <message>
        <source>The reviewer changes targets and writes comments. “Import from review” takes them back row by row.</source>
        <translation>Wer durchsieht, ändert Ziele und schreibt Kommentare. „Aus der Durchsicht importieren“ nimmt sie Zeile für Zeile zurück.</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::ReviewImportDialog</name>
    <message>
        <source>What came back, changed or not, is &amp;reviewed</source>
        <translation>Was zurückkam, geändert oder nicht, ist ge&amp;prüft</translation>
    </message>
    <message>
        <source>Take the reviewer&apos;s text where it was changed &amp;here too</source>
        <translation>Den Text der Durchsicht nehmen, wo &amp;hier auch geändert wurde</translation>
    </message>
    <message>
        <source>Import of %1</source>
        <translation>Import von %1</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Imported. %1</source>
        <translation>Importiert. %1</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::ReviewMenu</name>
    <message>
        <source>%1 review</source>
        <translation>%1 Durchsicht</translation>
    </message>
    <message>
        <source>Export for review</source>
        <translation>Zur Durchsicht exportieren</translation>
    </message>
    <message>
        <source>The rows for review were written to %1.</source>
        <translation>Die Zeilen zur Durchsicht wurden nach %1 geschrieben.</translation>
    </message>
    <message>
        <source>Import from review</source>
        <translation>Aus der Durchsicht importieren</translation>
    </message>
    <message>
        <source>Files for review (*.docx *.xlf *.xliff *.tmx);;All files (*)</source>
        <translation>Dateien zur Durchsicht (*.docx *.xlf *.xliff *.tmx);;Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::RoutingExperiment</name>
    <message>
        <source>any MT expert</source>
        <translation>alle MT-Experten</translation>
    </message>
    <message>
        <source>%1 in layer %2</source>
        <translation>%1 in Schicht %2</translation>
    </message>
    <message>
        <source>Without %1</source>
        <translation>Ohne %1</translation>
    </message>
    <message>
        <source>bins %1 to %2 at %3 %</source>
        <translation>Bins %1 bis %2 mit %3 %</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::RoutingPanel</name>
    <message>
        <source>Routing of the suggestion in row %1</source>
        <translation>Zeile %1: Routing des Vorschlags</translation>
    </message>
    <message>
        <source>Routing</source>
        <translation>Routing</translation>
    </message>
    <message>
        <source>log-probability %1 → %2</source>
        <translation>Log-Wahrscheinlichkeit %1 → %2</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::RowAssistant</name>
    <message>
        <source>machine text</source>
        <translation>Maschinentext</translation>
    </message>
    <message>
        <source>match of the memory</source>
        <translation>Treffer des Speichers</translation>
    </message>
    <message>
        <source>copy source</source>
        <translation>Quelle übernehmen</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::RowDivision</name>
    <message>
        <source>split</source>
        <translation>Teilen</translation>
    </message>
    <message>
        <source>join</source>
        <translation>Verbinden</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::RowTerms</name>
    <message>
        <source>No term of the termbase stands in this segment. Ctrl+Shift+G adds one.</source>
        <translation>Keine Benennung der Termbank steht in diesem Segment. Strg+Umschalt+G fügt eine hinzu.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln term(s)</source>
        <translation>
            <numerusform>%Ln Benennung</numerusform>
            <numerusform>%Ln Benennungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Add a term</source>
        <translation>Benennung hinzufügen</translation>
    </message>
    <message>
        <source>Change the term</source>
        <translation>Benennung ändern</translation>
    </message>
    <message>
        <source>Delete the term</source>
        <translation>Benennung löschen</translation>
    </message>
    <message>
        <source>Delete this concept with all its terms?
%1</source>
        <translation>Diesen Begriff mit allen seinen Benennungen löschen?
%1</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::ServerDialog</name>
    <message>
        <source>&amp;Server</source>
        <translation>&amp;Server</translation>
    </message>
    <message>
        <source>A PostgreSQL server, as its administrator gave it to you.</source>
        <translation>Ein PostgreSQL-Server, wie Ihnen seine Verwaltung ihn genannt hat.</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Passwort</translation>
    </message>
    <message>
        <source>Used until the program ends and written nowhere. The file ~/.pgpass lets you in without asking.</source>
        <translation>Gilt, bis das Programm endet, und wird nirgends gespeichert. Mit der Datei ~/.pgpass entfällt die Frage.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>&amp;File here</source>
        <translation>&amp;Datei hier</translation>
    </message>
    <message>
        <source>The memory to make</source>
        <translation>Der neue Speicher</translation>
    </message>
    <message>
        <source>Memories (*.itm)</source>
        <translation>Speicher (*.itm)</translation>
    </message>
    <message>
        <source>&amp;Name in the team</source>
        <translation>&amp;Name im Team</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::SharingBox</name>
    <message>
        <source>&amp;Share with a team…</source>
        <translation>Im Team &amp;teilen …</translation>
    </message>
    <message>
        <source>Enter the passwor&amp;d…</source>
        <translation>Passwort ein&amp;tippen …</translation>
    </message>
    <message>
        <source>S&amp;ynchronise now</source>
        <translation>Jetzt ab&amp;gleichen</translation>
    </message>
    <message>
        <source>&amp;Conflicts…</source>
        <translation>&amp;Konflikte …</translation>
    </message>
    <message>
        <source>Ser&amp;ver…</source>
        <translation>Ser&amp;ver …</translation>
    </message>
    <message>
        <source>Not shared with a team</source>
        <translation>Nicht im Team geteilt</translation>
    </message>
    <message>
        <source>Share %1</source>
        <translation>%1 teilen</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Teilen</translation>
    </message>
    <message>
        <source>Join a shared memory</source>
        <translation>Einem geteilten Speicher beitreten</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>Beitreten</translation>
    </message>
    <message>
        <source>The server of %1</source>
        <translation>Der Server von %1</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>as the file is called</source>
        <translation>wie die Datei</translation>
    </message>
    <message>
        <source>empty: the only one on the server</source>
        <translation>leer: der einzige auf dem Server</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::StatusLine</name>
    <message>
        <source>Pretranslation</source>
        <translation>Vorübersetzung</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>offline</translation>
    </message>
    <message>
        <source>Interlinear opens no connection to anywhere.</source>
        <translation>Interlinear öffnet keine Verbindung nach außen.</translation>
    </message>
    <message>
        <source>loading the model</source>
        <translation>Modell wird geladen</translation>
    </message>
    <message>
        <source>Row %L1 of %L2</source>
        <translation>Zeile %L1 von %L2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln Zeile</numerusform>
            <numerusform>%Ln Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %L2 confirmed · %L3 of %L4 words</source>
        <translation>%1 · %L2 bestätigt · %L3 von %L4 Wörtern</translation>
    </message>
    <message>
        <source>No document is open</source>
        <translation>Es ist kein Dokument offen</translation>
    </message>
    <message>
        <source>saved %1</source>
        <translation>gesichert %1</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>gesichert</translation>
    </message>
    <message>
        <source>saving …</source>
        <translation>wird gesichert …</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>nicht gesichert</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Fingerprint %1</source>
        <translation>Fingerabdruck %1</translation>
    </message>
    <message>
        <source>%1, %L2 tokens/s</source>
        <translation>%1, %L2 Token/s</translation>
    </message>
    <message>
        <source>%L1 of %L2 · %L3 tokens/s · %4 left</source>
        <translation>%L1 von %L2 · %L3 Token/s · noch %4</translation>
    </message>
    <message>
        <source>Work in progress</source>
        <translation>Arbeit im Gange</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::TaskProgress</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Interlinear</source>
        <translation>Interlinear</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>Wird angehalten …</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::TermDialog</name>
    <message>
        <source>preferred</source>
        <translation>bevorzugt</translation>
    </message>
    <message>
        <source>admitted</source>
        <translation>zugelassen</translation>
    </message>
    <message>
        <source>forbidden</source>
        <translation>verboten</translation>
    </message>
    <message>
        <source>not said</source>
        <translation>nicht gesagt</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Se&amp;gment</source>
        <translation>Se&amp;gment</translation>
    </message>
    <message>
        <source>&amp;Source term</source>
        <translation>&amp;Ausgangsbenennung</translation>
    </message>
    <message>
        <source>&amp;Target term</source>
        <translation>&amp;Zielbenennung</translation>
    </message>
    <message>
        <source>St&amp;atus</source>
        <translation>S&amp;tatus</translation>
    </message>
    <message>
        <source>&amp;Definition</source>
        <translation>&amp;Definition</translation>
    </message>
    <message>
        <source>&amp;Note</source>
        <translation>A&amp;nmerkung</translation>
    </message>
    <message>
        <source>Select words here: they become the source term</source>
        <translation>Hier Wörter auswählen: Sie werden zur Ausgangsbenennung</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::TermService</name>
    <message>
        <source>Importing %1 …</source>
        <translation>%1 wird importiert …</translation>
    </message>
    <message>
        <source>Exporting the terms …</source>
        <translation>Die Terminologie wird exportiert …</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::WelcomePage</name>
    <message>
        <source>No document is open</source>
        <translation>Es ist kein Dokument offen</translation>
    </message>
    <message>
        <source>Open a document…</source>
        <translation>Dokument öffnen…</translation>
    </message>
    <message>
        <source>Open the sample</source>
        <translation>Beispiel öffnen</translation>
    </message>
    <message>
        <source>Open a document, or drop it here: Word, Markdown, HTML, XLIFF and many more. Its sentences appear side by side with their translation; the model suggests, you decide. Nothing leaves this computer.</source>
        <translation>Öffnen Sie ein Dokument, oder ziehen Sie es hierher: Word, Markdown, HTML, XLIFF und viele mehr. Seine Sätze erscheinen neben ihrer Übersetzung; das Modell schlägt vor, Sie entscheiden. Nichts verlässt diesen Rechner.</translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::Workspace</name>
    <message>
        <source>import from review</source>
        <translation>Import aus der Durchsicht</translation>
    </message>
    <message>
        <source>Opening %1 …</source>
        <translation>%1 wird geöffnet …</translation>
    </message>
    <message numerus="yes">
        <source>Opening %Ln document(s) …</source>
        <translation>
            <numerusform>%Ln Dokument wird geöffnet …</numerusform>
            <numerusform>%Ln Dokumente werden geöffnet …</numerusform>
        </translation>
    </message>
    <message>
        <source>Writing %1 …</source>
        <translation>%1 wird geschrieben …</translation>
    </message>
</context>
<context>
    <name>languages</name>
    <message>
        <source>en</source>
        <extracomment>The code of the language of these translations: names of languages are taken in it.</extracomment>
        <translation>de</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>There is no display to open a window on; start Interlinear in a desktop session, or translate with interlinear-cli.</source>
        <translation>Es gibt keinen Bildschirm für ein Fenster; starten Sie Interlinear in einer Desktop-Sitzung, oder übersetzen Sie mit interlinear-cli.</translation>
    </message>
</context>
</TS>
