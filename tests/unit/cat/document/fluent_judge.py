# Reads the files N.ftl of a folder with Mozilla's own parser and compares their texts with those in N.json: [[id, context, text], …].
#
#   python3 fluent_judge.py FOLDER
import glob
import json
import re
import sys

from fluent.syntax import FluentParser, ast

SIGNS = {"{", "}", "[", "*", "."}


def selections(expression):
    if isinstance(expression, ast.Placeable):
        return selections(expression.expression)
    if isinstance(expression, ast.SelectExpression):
        return selections(expression.selector) + [expression]
    found = []
    if isinstance(expression, (ast.FunctionReference, ast.TermReference)) and expression.arguments:
        for argument in expression.arguments.positional:
            found += selections(argument)
    return found


def texts(source, pattern, name, context):
    text = ""
    for element in pattern.elements:
        if isinstance(element, ast.TextElement):
            text += element.value
            continue
        chosen = selections(element.expression)
        if chosen:
            yield name, context, text
            text = ""
            for selection in chosen:
                span = selection.selector.span
                selector = re.sub("[ \r\n]+", " ", source[span.start:span.end]).strip()
                for variant in selection.variants:
                    key = source[variant.key.span.start:variant.key.span.end]
                    yield from texts(source, variant.value, name, context + (", " if context else "") + selector + ": " + key)
        elif isinstance(element.expression, ast.StringLiteral):
            value = element.expression.value
            text += value if value in SIGNS or not value.strip(" ") else "\x01"
        else:
            text += "\x01"
    yield name, context, text


def all_texts(source):
    for entry in FluentParser(with_spans=True).parse(source).body:
        if not isinstance(entry, (ast.Message, ast.Term)):
            continue
        name = ("-" if isinstance(entry, ast.Term) else "") + entry.id.name
        if entry.value:
            yield from texts(source, entry.value, name, "")
        if isinstance(entry, ast.Message):
            for attribute in entry.attributes:
                yield from texts(source, attribute.value, name + "." + attribute.id.name, "")


def main(folder):
    for path in sorted(glob.glob(folder + "/*.ftl")):
        with open(path, encoding="utf-8", newline="") as file:
            source = file.read()
        read = [[name, context, text.replace("\r", "").strip()] for name, context, text in all_texts(source)]
        read = [text for text in read if any(c.isalnum() for c in text[2])]
        with open(path[:-4] + ".json", encoding="utf-8") as file:
            expected = json.load(file)
        if read != expected:
            different = [pair for pair in zip(read, expected) if pair[0] != pair[1]]
            print(path, "holds", len(read), "texts, not", len(expected), *different[:1], repr(source), sep="\n")
            return 1
    return 0


sys.exit(main(sys.argv[1]))
