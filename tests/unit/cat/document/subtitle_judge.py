# Reads the files N.before.srt and N.after.srt (or .vtt) of a folder with parsers of others: the cues and their times are the same, and so are the texts of those that N.json, a list of
# the seconds at which cues begin, does not name as translated.
#
#   python3 subtitle_judge.py FOLDER
import glob
import json
import sys

import pysubs2
import webvtt


def by_pysubs2(path):
    # A line end in a cue's text is "\N" there.
    return [(cue.start // 1000, cue.start, cue.end, cue.text) for cue in pysubs2.load(path, encoding="utf-8", keep_unknown_html_tags=True)]


def by_webvtt(path):
    return [(int(cue.start_in_seconds), cue.start, cue.end, cue.raw_text) for cue in webvtt.read(path)]


def main(folder):
    for before in sorted(glob.glob(folder + "/*.before.*")):
        after = before.replace(".before.", ".after.")
        with open(before[: before.rindex(".before.")] + ".json", encoding="utf-8") as file:
            translated = set(json.load(file))
        for parser in [by_pysubs2, by_webvtt] if before.endswith(".vtt") else [by_pysubs2]:
            was, now = parser(before), parser(after)
            times = [cue[:3] for cue in was] == [cue[:3] for cue in now]
            if not times or any(a != b and a[0] not in translated for a, b in zip(was, now)):
                print(parser.__name__, "reads", after, "otherwise:", was, now, open(after, encoding="utf-8", newline="").read(), sep="\n")
                return 1
    return 0


sys.exit(main(sys.argv[1]))
