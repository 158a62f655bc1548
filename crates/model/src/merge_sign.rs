//! Merge signs: the marks with which other programs fill in a reader's name or address, such as `{{ first_name }}` or
//! `*|FNAME|*`. Nothing is filled in here (E-16), so a reader would get them as they are typed.

/// Characters looked at between an opening and its closing mark.
const INSIDE_MAX: usize = 200;

/// Marks that stand for nothing else in running text, whatever is between them.
const PAIRS: [(&str, &str); 11] = [
    ("{{", "}}"),
    ("{%", "%}"),
    ("*|", "|*"),
    ("[[", "]]"),
    ("<%", "%>"),
    ("${", "}"),
    ("[%", "%]"),
    ("{!", "}"),
    ("%%=", "=%%"),
    ("%%[", "]%%"),
    ("$[", "]$"),
];

/// Marks that text may hold too, and that count only around one plain name: `%FIRSTNAME%`, `{name}`, `##Name##`.
const AROUND_NAMES: [(&str, &str); 6] = [("%%", "%%"), ("%", "%"), ("##", "##"), ("<<", ">>"), ("{$", "}"), ("{", "}")];

/// Marks that stand for much else, and count only around a name that is known to be one.
const AROUND_KNOWN: [(&str, &str); 8] =
    [("[", "]"), ("«", "»"), ("%", "%"), ("{", "}"), ("$", "$"), ("@", "@"), ("~", "~"), ("#", "#")];

/// What comes before a name in the language of some of them: `Contact.FirstName`, `recipient:name`.
const WHOSE: [&str; 9] =
    ["contact", "recipient", "subscriber", "user", "customer", "contact attribute", "person", "kunde", "modtager"];

/// Names that other programs write in single square brackets or in quotation marks, as words of Nordic and English accounts.
const NAMES: [&str; 34] = [
    "name",
    "first name",
    "firstname",
    "first_name",
    "last name",
    "lastname",
    "last_name",
    "full name",
    "fullname",
    "fname",
    "lname",
    "email",
    "e-mail",
    "unsubscribe",
    "navn",
    "fornavn",
    "efternavn",
    "namn",
    "förnamn",
    "efternamn",
    "epost",
    "e-post",
    "mail",
    "emailadresse",
    "subscriber",
    "company",
    "firma",
    "virksomhed",
    "företag",
    "kundenummer",
    "given name",
    "unsubscribe link",
    "unsubscribe url",
    "etunimi",
];

/// The merge signs in running text, as they stand there, each once.
pub fn merge_signs(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(first) = rest.chars().next() else { break };
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        match sign_at(rest, before) {
            Some(length) => {
                let sign = rest.get(..length).unwrap_or_default().to_owned();
                if !found.contains(&sign) {
                    found.push(sign);
                }
                at += length;
            }
            None => at += first.len_utf8(),
        }
    }
    found
}

/// The merge signs in an address, also where their marks are written in percent escapes.
pub fn merge_signs_of_url(url: &str) -> Vec<String> {
    let mut found = merge_signs(url);
    for sign in merge_signs(&unescaped(url)) {
        if !found.contains(&sign) {
            found.push(sign);
        }
    }
    found
}

fn sign_at(rest: &str, before: Option<char>) -> Option<usize> {
    for (open, close) in PAIRS {
        if let Some(length) = closed(rest, open, close, |inside| !inside.trim().is_empty()) {
            return Some(length);
        }
    }
    // `50%rabat%` begins behind a number: that is a price.
    let behind_number = before.is_some_and(|c| c.is_ascii_digit());
    for (open, close) in AROUND_NAMES {
        if open.starts_with('%') && behind_number {
            continue;
        }
        let Some(length) = closed(rest, open, close, is_name) else { continue };
        // `%C3%A6` in an address is a letter: both percent signs begin an escape.
        let escaped = open == "%" && [0, length - 1].into_iter().all(|at| escape_at(rest.as_bytes(), at).is_some());
        if !escaped {
            return Some(length);
        }
    }
    AROUND_KNOWN.into_iter().filter(|(open, _)| *open != "%" || !behind_number).find_map(|(open, close)| {
        // A link in Markdown has its address right behind the bracket.
        let link = |length: &usize| {
            open == "[" && rest.get(*length..).is_some_and(|next| next.starts_with('(') || next.starts_with('['))
        };
        closed(rest, open, close, is_known).filter(|length| !link(length))
    })
}

/// A name of what is known about a reader, in whatever spelling, whoever it is said to be of, and whatever stands in for it.
fn is_known(inside: &str) -> bool {
    let plain = |text: &str| {
        let spaced: String = text.chars().map(|c| if matches!(c, '_' | '-') { ' ' } else { c }).collect();
        spaced.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
    };
    let known = |name: &str| {
        let (name, joined) = (plain(name), plain(name).replace(' ', ""));
        NAMES.iter().any(|known| *known == name || *known == joined)
    };
    let Some(name) = inside.split([',', '|']).next().map(str::trim) else { return false };
    let owned = name.split_once([':', '.']).filter(|(whose, _)| WHOSE.contains(&plain(whose).as_str()));
    known(name)
        || name.split_once(':').is_some_and(|(name, _)| known(name))
        || owned.is_some_and(|(_, name)| known(name))
}

/// How long a sign is that begins here with `open` and ends in the same line with `close`.
fn closed(rest: &str, open: &str, close: &str, fits: impl Fn(&str) -> bool) -> Option<usize> {
    let inside = rest.strip_prefix(open)?;
    let end = inside.find(close)?;
    let said = inside.get(..end)?;
    let within = said.chars().count() <= INSIDE_MAX && !said.contains(['\n', '\r']);
    (within && fits(said)).then_some(open.len() + end + close.len())
}

/// One name, as programs write it: no space, no number at its head, two characters at least.
fn is_name(inside: &str) -> bool {
    let mut chars = inside.chars();
    chars.next().is_some_and(char::is_alphabetic)
        && inside.chars().count() >= 2
        && chars.all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | ':'))
}

fn escape_at(bytes: &[u8], at: usize) -> Option<u8> {
    let digit = |offset: usize| bytes.get(at + offset).and_then(|b| char::from(*b).to_digit(16));
    if bytes.get(at) != Some(&b'%') {
        return None;
    }
    u8::try_from(digit(1)? * 16 + digit(2)?).ok()
}

/// The address with its escapes read, as far as they are text.
fn unescaped(url: &str) -> String {
    let bytes = url.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(at) {
        match escape_at(bytes, at) {
            // A percent sign that is escaped stays one of the text, and is no mark.
            Some(b'%') => {
                out.extend_from_slice(b"% ");
                at += 3;
            }
            Some(read) => {
                out.push(read);
                at += 3;
            }
            // A percent sign that begins no escape was looked at as it stands.
            None => {
                out.push(if *byte == b'%' { b' ' } else { *byte });
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_of_other_programs_are_found_as_they_stand() {
        for sign in [
            "{{ first_name }}",
            "{{contact.FIRSTNAME}}",
            "{{ person.fornavn|default:'du' }}",
            "{% if first_name %}",
            "*|FNAME|*",
            "*|IF:FNAME|*",
            "%FIRSTNAME%",
            "%first_name%",
            "%%firstname%%",
            "[[FirstName]]",
            "<%= name %>",
            "${name}",
            "{!Contact.Name}",
            "{name}",
            "{$name}",
            "##Fornavn##",
            "<<Navn>>",
            "[firstname,fallback=ven]",
            "[Fornavn]",
            "«Fornavn»",
            "[% name %]",
            "%First Name%",
            "{First Name}",
            "{FNAME|ven}",
            "%%=v(@FirstName)=%%",
            "%%[ var @x ]%%",
            "$FIRST_NAME$",
            "@FIRSTNAME@",
            "~Contact.FirstName~",
            "#recipient:name#",
            "$[UD:FNAME||]$",
            "[contact_attribute:firstname]",
            "[unsubscribe_link]",
            "[Etunimi]",
        ] {
            assert_eq!(merge_signs(&format!("Kære {sign}, her er nyt")), [sign], "{sign}");
        }
        assert_eq!(merge_signs("Hej *|FNAME|* og %NAVN%, og *|FNAME|* igen"), ["*|FNAME|*", "%NAVN%"]);
    }

    #[test]
    fn prices_parts_and_links_are_left_alone() {
        for text in [
            "100 %",
            "Spar 20 % på roser og 30 % på løg",
            "50% rabat, 20%ekstra",
            "fra 5%til10% i dag",
            "100% uld, 100%",
            "49 kr. ($5)",
            "[se mere](https://shop.example/)",
            "[navn](https://shop.example/)",
            "[1] og [Udsolgt]",
            "a < b, 2 << 3",
            "# Overskrift",
            "Spar $5 eller $10 nu",
            "Følg os @blomster og @roser",
            "ca. ~20 stk. ~ og mere",
            "#roser og #tulipaner",
            "{se mere} [Læs om navne]",
            "## Nyt ##",
            "Sig »ja« til {}",
            "100 %-garanti og 50 %-dage",
            "* et\n* to | tre",
            "løg & rødder < 40 % af prisen > 10 kr.",
            "Hvor mange %? Mange %!",
            "se https://shop.example/bl%C3%A5b%C3%A6r og https://shop.example/%C3%86ble",
        ] {
            assert_eq!(merge_signs(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn an_address_may_hold_letters_in_escapes_and_no_signs() {
        for url in [
            "https://shop.example/bl%C3%A5b%C3%A6r?utm_campaign=50%25",
            "https://shop.example/a%20b%20c",
            "https://shop.example/?q=100%25&r=%C3%A6%C3%B8%C3%A5abc%20",
            "https://shop.example/?a=1&b=2#top",
        ] {
            assert_eq!(merge_signs_of_url(url), Vec::<String>::new(), "{url}");
        }
        for (url, sign) in [
            ("https://shop.example/?e=*|EMAIL|*", "*|EMAIL|*"),
            ("https://shop.example/?e=*%7CEMAIL%7C*", "*|EMAIL|*"),
            ("https://shop.example/?e=%7B%7Bemail%7D%7D", "{{email}}"),
            ("https://shop.example/?e=%EMAIL%", "%EMAIL%"),
            ("https://shop.example/?d=%DATE%&x=1", "%DATE%"),
            ("https://shop.example/?e=[[email]]", "[[email]]"),
            ("https://shop.example/%%email%%", "%%email%%"),
        ] {
            assert_eq!(merge_signs_of_url(url), [sign], "{url}");
        }
    }
}
