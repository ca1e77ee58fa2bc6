# Greeting
hello = Hallo,
    {"["}{ $name }]
    .title = Ein Gruß
mails = { $n ->
    [one] Ein Brief
   *[other] { $n } Briefe
       {"{"}ungelesen{"}"}
} warten.
