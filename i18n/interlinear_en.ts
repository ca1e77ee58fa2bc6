<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>DocumentRows</name>
    <message numerus="yes">
        <source>%n tag(s) missing</source>
        <translation>
            <numerusform>%n tag missing</numerusform>
            <numerusform>%n tags missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tag(s) more than in the source</source>
        <translation>
            <numerusform>%n tag more than in the source</numerusform>
            <numerusform>%n tags more than in the source</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HitTexts</name>
    <message numerus="yes">
        <source>in %Ln unit(s), %1 % sure</source>
        <translation>
            <numerusform>in %Ln unit, %1 % sure</numerusform>
            <numerusform>in %Ln units, %1 % sure</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MatchTexts</name>
    <message numerus="yes">
        <source>%n word(s) replaced</source>
        <translation>
            <numerusform>%n word replaced</numerusform>
            <numerusform>%n words replaced</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n word(s) fewer here</source>
        <translation>
            <numerusform>%n word fewer here</numerusform>
            <numerusform>%n words fewer here</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n word(s) more here</source>
        <translation>
            <numerusform>%n word more here</numerusform>
            <numerusform>%n words more here</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tag(s) differ</source>
        <translation>
            <numerusform>%n tag differs</numerusform>
            <numerusform>%n tags differ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n number(s) differ</source>
        <translation>
            <numerusform>%n number differs</numerusform>
            <numerusform>%n numbers differ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n punctuation mark(s) differ</source>
        <translation>
            <numerusform>%n punctuation mark differs</numerusform>
            <numerusform>%n punctuation marks differ</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OpenedRow</name>
    <message numerus="yes">
        <source>at most %Ln pixel(s)</source>
        <translation>
            <numerusform>at most %Ln pixel</numerusform>
            <numerusform>at most %Ln pixels</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReviewTexts</name>
    <message numerus="yes">
        <source>%Ln comment(s)</source>
        <translation>
            <numerusform>%Ln comment</numerusform>
            <numerusform>%Ln comments</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s) came back: %1.</source>
        <translation>
            <numerusform>%Ln row came back: %1.</numerusform>
            <numerusform>%Ln rows came back: %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RowRoom</name>
    <message numerus="yes">
        <source>%Ln byte(s) too many</source>
        <translation>
            <numerusform>%Ln byte too many</numerusform>
            <numerusform>%Ln bytes too many</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln character(s) too many</source>
        <translation>
            <numerusform>%Ln character too many</numerusform>
            <numerusform>%Ln characters too many</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SharingState</name>
    <message numerus="yes">
        <source>%Ln conflict(s)</source>
        <translation>
            <numerusform>%Ln conflict</numerusform>
            <numerusform>%Ln conflicts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s) waiting</source>
        <translation>
            <numerusform>%Ln change waiting</numerusform>
            <numerusform>%Ln changes waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::ChangePreview</name>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::ConcordanceView</name>
    <message numerus="yes">
        <source>The first %Ln segment(s)</source>
        <translation>
            <numerusform>The first segment</numerusform>
            <numerusform>The first %Ln segments</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln segment(s)</source>
        <translation>
            <numerusform>%Ln segment</numerusform>
            <numerusform>%Ln segments</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>interlinear::widgets::MemoryList</name>
    <message numerus="yes">
        <source>%1, %Ln unit(s)</source>
        <translation>
            <numerusform>%1, %Ln unit</numerusform>
            <numerusform>%1, %Ln units</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::BulkChangeDialog</name>
    <message numerus="yes">
        <source>&amp;Change %Ln unit(s)</source>
        <translation>
            <numerusform>&amp;Change %Ln unit</numerusform>
            <numerusform>&amp;Change %Ln units</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::ImportReportDialog</name>
    <message numerus="yes">
        <source>%Ln unit(s) of the file have %1 as the source: their texts were taken from %2 to %3.</source>
        <translation>
            <numerusform>%Ln unit of the file has %1 as the source: its texts were taken from %2 to %3.</numerusform>
            <numerusform>%Ln units of the file have %1 as the source: their texts were taken from %2 to %3.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::KeysDialog</name>
    <message numerus="yes">
        <source>%Ln text(s) are offered for translation.</source>
        <translation>
            <numerusform>%Ln text is offered for translation.</numerusform>
            <numerusform>%Ln texts are offered for translation.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::MainWindow</name>
    <message numerus="yes">
        <source>The text of %Ln row(s) was too long for the model: the end is missing there.</source>
        <translation>
            <numerusform>The text of %Ln row was too long for the model: the end is missing there.</numerusform>
            <numerusform>The text of %Ln rows was too long for the model: the end is missing there.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 %Ln target(s) could not be used, and the source stands there; the first: %2</source>
        <translation>
            <numerusform>%1 %Ln target could not be used, and the source stands there; the first: %2</numerusform>
            <numerusform>%1 %Ln targets could not be used, and the source stands there; the first: %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 %Ln skipped; the first in line %2: %3</source>
        <translation>
            <numerusform>%1 %Ln skipped; the first in line %2: %3</numerusform>
            <numerusform>%1 %Ln skipped; the first in line %2: %3</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln document(s)</source>
        <translation>
            <numerusform>%Ln document</numerusform>
            <numerusform>%Ln documents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::MemoryMenu</name>
    <message numerus="yes">
        <source>%Ln unit(s) were added to the memory.</source>
        <translation>
            <numerusform>%Ln unit was added to the memory.</numerusform>
            <numerusform>%Ln units were added to the memory.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln were known already.</source>
        <translation>
            <numerusform>%Ln was known already.</numerusform>
            <numerusform>%Ln were known already.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::MemoryWindow</name>
    <message numerus="yes">
        <source>%Ln unit(s) with this text, the newest first</source>
        <translation>
            <numerusform>%Ln unit with this text, the newest first</numerusform>
            <numerusform>%Ln units with this text, the newest first</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unit(s) to look at</source>
        <translation>
            <numerusform>%Ln unit to look at</numerusform>
            <numerusform>%Ln units to look at</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unit(s), the newest first</source>
        <translation>
            <numerusform>%Ln unit, the newest first</numerusform>
            <numerusform>%Ln units, the newest first</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unit(s) deleted. Undo the last change brings them back.</source>
        <translation>
            <numerusform>%Ln unit deleted. Undo the last change brings it back.</numerusform>
            <numerusform>%Ln units deleted. Undo the last change brings them back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unit(s) approved.</source>
        <translation>
            <numerusform>%Ln unit approved.</numerusform>
            <numerusform>%Ln units approved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unit(s) changed. Undo the last change brings them back.</source>
        <translation>
            <numerusform>%Ln unit changed. Undo the last change brings it back.</numerusform>
            <numerusform>%Ln units changed. Undo the last change brings them back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unit(s) are as they were before.</source>
        <translation>
            <numerusform>%Ln unit is as it was before.</numerusform>
            <numerusform>%Ln units are as they were before.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unit(s) changed since and were left alone.</source>
        <translation>
            <numerusform>%Ln unit changed since and was left alone.</numerusform>
            <numerusform>%Ln units changed since and were left alone.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::ProjectPanel</name>
    <message numerus="yes">
        <source>%1, %Ln concept(s)</source>
        <translation>
            <numerusform>%1, %Ln concept</numerusform>
            <numerusform>%1, %Ln concepts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::ReviewExportDialog</name>
    <message numerus="yes">
        <source>The %Ln row(s) that the filter shows</source>
        <translation>
            <numerusform>The %Ln row that the filter shows</numerusform>
            <numerusform>The %Ln rows that the filter shows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::RowTerms</name>
    <message numerus="yes">
        <source>%Ln term(s)</source>
        <translation>
            <numerusform>%Ln term</numerusform>
            <numerusform>%Ln terms</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::StatusLine</name>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>interlinear::workbench::Workspace</name>
    <message numerus="yes">
        <source>Opening %Ln document(s) …</source>
        <translation>
            <numerusform>Opening %Ln document …</numerusform>
            <numerusform>Opening %Ln documents …</numerusform>
        </translation>
    </message>
</context>
</TS>
