<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="pl_PL" sourcelanguage="en">
<context>
    <name>MainWindow</name>
    <message>
        <location filename="../main.cpp" line="12"/>
        <location line="+8"/>
        <location filename="../other.cpp" line="3"/>
        <source>&amp;Open &quot;%1&quot;…</source>
        <oldsource>&amp;Open…</oldsource>
        <comment>menu</comment>
        <extracomment>With the name of the file</extracomment>
        <translatorcomment>sprawdzić</translatorcomment>
        <translation type="unfinished">&amp;Otwórz „%1”…</translation>
    </message>
    <message numerus="yes">
        <location line="+2"/>
        <source>%Ln page(s) of
%1</source>
        <translation>
            <numerusform>%Ln strona z
%1</numerusform>
            <numerusform>%Ln strony z
%1</numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Long text</source>
        <translation variants="yes">
            <lengthvariant>Długi tekst</lengthvariant>
            <lengthvariant>Tekst</lengthvariant>
        </translation>
    </message>
    <message>
        <source>a<byte value="x7"/>b </source>
        <translation type="unfinished"/>
    </message>
    <message>
        <source>...</source>
        <translation>…</translation>
    </message>
    <message>
        <source>Gone</source>
        <translation type="vanished">Precz</translation>
    </message>
    <message>
        <source>Old</source>
        <translation type="obsolete">Stary</translation>
    </message>
</context>
<context>
    <name></name>
    <message id="app.title">
        <source>Title</source>
        <extra-po-flags>c-format</extra-po-flags>
        <translation>Tytuł</translation>
    </message>
</context>
</TS>
