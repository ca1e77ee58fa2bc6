<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>A</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>Eine Datei</numerusform>
            <numerusform>%n Dateien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform>%n Seiten</numerusform>
        </translation>
    </message>
    <message>
        <source>Line &apos;one&apos;
line two </source>
        <translation>Zeile &lt;eins&gt;
&amp; &quot;zwei&quot; </translation>
    </message>
    <message>
        <source>kept</source>
        <translation>bleibt</translation>
    </message>
</context>
</TS>
