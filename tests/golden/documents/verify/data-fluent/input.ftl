# Any copyright is dedicated to the public domain.

### The mail window

-brand-name = Sea Mail
    .gender = feminine

## Folders
## and what is in them

# Variables:
#   $name (String) - the name of a person
welcome = Welcome to { -brand-name }, {$name}!
    .title = Home of { $name }
    .accesskey = W
empty-value =
    .label = Only a label
several-lines =
    The first line
      a bit further right

    and { DATETIME($date, month: "long",
                   year: "numeric") } last.
literals = A { "\u00A0" } b {"{"}braces{"}"} {""}   spaces
    {"["}brackets]

##

mails = { $n ->
    [0] No mail
    [one] One mail
   *[other] { NUMBER($n) } mails
}
shared = { $name } shared { $count ->
    [one] { $gender ->
        [male] his picture
        [female] her picture
       *[other] their picture
    }
   *[other] { $count } pictures
} with you.
platform =
    { PLATFORM() ->
        [macos] Preferences
       *[other]
            Settings
            in two lines
    }
see-also = See { welcome.title } and { welcome }.
number = { 3.14 }

this is junk
    .kept = as it is
broken = { $open
    .kept = too

last = The end
