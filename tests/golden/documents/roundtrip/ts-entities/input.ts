<?xml version='1.0' encoding='ISO-8859-1'?>
<!-- by hand --><!DOCTYPE TS []>
<TS language='fr' version="2.0"><?keep this?>
<context encoding="UTF-8"><name>A &amp; B</name>
<message utf8='true'><source>it's "raw" > here</source><userdata>x</userdata>
<translation
   type='unfinished' >c'est "brut"&#x20;</translation></message>
<message><source><![CDATA[a <b> c]]></source><translation><![CDATA[x < y]]></translation></message>
</context></TS>
