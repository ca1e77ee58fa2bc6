a = {"{"} [eins]
    {"["}zwei] { $x } {"}"}
b =
    {"["}zuerst] x
    {"."}dann
    {"*"}Stern

    {"   "}
      weiter
c = { $n ->
    [one] Eine Datei
   *[other] { $n } Dateien
       in zwei Zeilen
  }
d =
{""}am Rand { $x }
    .title = .Titel
e = Kept
