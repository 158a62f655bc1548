//! Money as people and programs write it, in the minor unit of its currency (ISO 4217).

/// Currencies in use, by ISO 4217; all others have two decimals.
const TWO: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF \
    CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR \
    IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN \
    NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL \
    THB TJS TMT TOP TRY TTD TWD TZS UAH USD UZS VED VES WST XCD XCG YER ZAR ZMW ZWG BOV CHE CHW COU MXV USN HRK XDR";
const NONE: &str = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
const THREE: &str = "BHD IQD JOD KWD LYD OMR TND";
const FOUR: &str = "CLF UYW";

/// Currencies whose sign is `$` at home.
const DOLLARS: [&str; 8] = ["USD", "AUD", "CAD", "NZD", "HKD", "SGD", "MXN", "CLP"];

/// How many decimals a currency has; none when ISO 4217 knows no such currency.
pub fn currency_exponent(code: &str) -> Option<u32> {
    let among = |list: &str| list.split_ascii_whitespace().any(|known| known == code);
    let tables = [(TWO, 2), (NONE, 0), (THREE, 3), (FOUR, 4)];
    tables.into_iter().find(|(list, _)| among(list)).map(|(_, exponent)| exponent)
}

/// Why an amount was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// It is no number, or too large to be one.
    #[error("the amount is not a number")]
    Amount,
    /// ISO 4217 does not know it.
    #[error("the currency is not one of ISO 4217")]
    Currency,
}

/// An amount in minor units with its currency. `currency` may be a code or a sign, or stand in `amount`; `default` counts
/// when neither says one. Where both say one they must agree: `20 €` in DKK is no amount of either.
pub fn money(amount: &str, currency: &str, default: &str) -> Result<(i64, String), MoneyError> {
    let amount: String = amount.trim().chars().map(|c| if c == '\u{2212}' { '-' } else { c }).collect();
    let code = match (currency.trim(), words(&amount)) {
        ("", word) if word.is_empty() => default.to_owned(),
        ("", word) => code_of(&word, default)?,
        (said, word) => {
            let code = code_of(said, default)?;
            let number = amount.bytes().any(|b| b.is_ascii_digit());
            if number && !word.is_empty() && code_of(&word, &code) != Ok(code.clone()) {
                return Err(MoneyError::Currency);
            }
            code
        }
    };
    let exponent = currency_exponent(&code).ok_or(MoneyError::Currency)?;
    let minor = minor(&digits(&amount, exponent)?, exponent)?;
    Ok((minor, code))
}

/// What of an amount is no number: a sign, a code, `kr.`.
fn words(amount: &str) -> String {
    let word = |c: &char| c.is_alphabetic() || "€$£¥₩₺₽₹zł".contains(*c);
    // `1e3` is how programs write a number.
    if amount.parse::<f64>().is_ok() { String::new() } else { amount.chars().filter(word).collect() }
}

fn code_of(said: &str, default: &str) -> Result<String, MoneyError> {
    let upper = said.trim_end_matches('.').to_uppercase();
    let code = match upper.as_str() {
        "€" | "EURO" | "EUROS" => "EUR",
        // Many countries call theirs so: the site's own where it is one of them.
        "$" | "DOLLAR" if DOLLARS.contains(&default) => default,
        "$" | "US$" | "DOLLAR" => "USD",
        "A$" | "AU$" => "AUD",
        "C$" | "CA$" => "CAD",
        "NZ$" => "NZD",
        "HK$" => "HKD",
        "S$" => "SGD",
        "R$" => "BRL",
        "FR" | "SFR" => "CHF",
        "KČ" => "CZK",
        "FT" => "HUF",
        "£" => "GBP",
        "¥" if default == "CNY" => default,
        "¥" => "JPY",
        "₩" => "KRW",
        "₺" => "TRY",
        "₽" => "RUB",
        "₹" => "INR",
        "ZŁ" => "PLN",
        // Four countries call theirs so; where the site's own is none of them nobody can say which.
        "KR" | "KRONER" | "KRONOR" if matches!(default, "DKK" | "SEK" | "NOK" | "ISK") => default,
        other => other,
    };
    currency_exponent(code).map(|_| code.to_owned()).ok_or(MoneyError::Currency)
}

/// The number in the form of programs: `-1234.56`.
fn digits(amount: &str, exponent: u32) -> Result<String, MoneyError> {
    // Where there are no decimals, a point before three digits parts thousands.
    if exponent == 0
        && amount.split_once('.').is_some_and(|(_, after)| after.len() == 3)
        && amount.parse::<f64>().is_ok()
    {
        return Ok(amount.replace('.', ""));
    }
    // `1.234` as a text of kroner is one and a quarter to a program and a thousand to people: nobody can tell.
    if exponent == 2
        && amount
            .trim_start_matches('-')
            .split_once('.')
            .is_some_and(|(whole, after)| after.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0'))
        && amount.parse::<f64>().is_ok()
    {
        return Err(MoneyError::Amount);
    }
    if let Ok(number) = amount.parse::<f64>() {
        // As a program wrote it; what is no plain decimal, such as `1e3`, is written out.
        let plain = amount.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
        return if !number.is_finite() {
            Err(MoneyError::Amount)
        } else if plain {
            Ok(amount.to_owned())
        } else {
            Ok(format!("{number}"))
        };
    }
    // `349,-`, `349.-` and `349:-` are whole amounts; `349:50` is how it is said in Sweden.
    let amount = amount.replace(':', ",");
    let sign = |c: char| c.is_alphabetic() || c.is_whitespace() || "€$£¥₩₺₽₹.".contains(c);
    // Who keeps books writes what goes out in parentheses, or with the sign behind.
    let booked = amount.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let amount = booked.unwrap_or(&amount).trim_matches(sign);
    let dashed = amount.trim_end_matches(['-', '–', '—']);
    let round = dashed.ends_with([',', '.']);
    let behind = !round && dashed.len() + 1 == amount.len() && amount.ends_with('-') && dashed.contains([',', '.']);
    let body = if round || behind { dashed.trim_end_matches([',', '.']) } else { amount };
    let before = body.strip_prefix('-').or_else(|| body.strip_prefix('+'));
    let negative = booked.is_some() || behind || body.starts_with('-');
    let body = before.unwrap_or(body).trim_start_matches(sign);
    if !is_grouped(body) {
        return Err(MoneyError::Amount);
    }
    let spaceless: String = body.chars().filter(|c| !parts(*c)).collect();
    let mark = decimal_mark(&spaceless, exponent);
    let mut out = String::from(if negative { "-" } else { "" });
    out.extend(spaceless.char_indices().filter_map(|(at, c)| match c {
        '.' | ',' => (Some(at) == mark).then_some('.'),
        digit => Some(digit),
    }));
    Ok(out)
}

/// What parts thousands and is never a decimal mark.
fn parts(c: char) -> bool {
    c.is_whitespace() || "'’".contains(c)
}

/// Whether a number is one: digits, with thousands parted as somebody parts them (in India the higher ones by two), and at
/// most one mark of decimals. `1.2.3` and `12 34` are something else.
fn is_grouped(body: &str) -> bool {
    if !body.chars().all(|c| c.is_ascii_digit() || parts(c) || matches!(c, '.' | ',')) {
        return false;
    }
    let one_space = |c: char| if c.is_whitespace() { ' ' } else { c };
    let marks: Vec<char> = body.chars().filter(|c| !c.is_ascii_digit()).map(one_space).collect();
    let groups: Vec<&str> = body.split(|c: char| !c.is_ascii_digit()).collect();
    let Some(last) = marks.last() else { return !body.is_empty() };
    // The last mark is that of the decimals where it is another than those before, or the only one.
    let decimals = matches!(last, '.' | ',') && marks.iter().filter(|mark| *mark == last).count() == 1;
    let whole = marks.len() - usize::from(decimals);
    let same = marks.iter().take(whole).all(|mark| Some(mark) == marks.first());
    let long = |at: usize| groups.get(at).map_or(0, |group| group.len());
    let inner = (1..whole).all(|at| matches!(long(at), 2 | 3));
    let thousands = whole == 0 || same && inner && matches!(long(0), 1..=3) && long(whole) == 3;
    thousands && body.bytes().any(|b| b.is_ascii_digit())
}

/// Where the decimals begin: the last mark, unless it parts thousands.
fn decimal_mark(text: &str, exponent: u32) -> Option<usize> {
    let at = text.rfind(['.', ','])?;
    let mark = text.get(at..=at)?;
    let (before, after) = (text.get(..at)?, text.get(at + 1..)?);
    let both = before.contains(['.', ',']) && !before.contains(mark);
    let repeated = before.contains(mark);
    // Thousands that are not parted themselves are none.
    let first = before.split(['.', ',']).next().unwrap_or_default().len();
    let thousands = after.len() == 3 && matches!(first, 1..=3) && exponent != 3;
    if repeated || (thousands && !both) { None } else { Some(at) }
}

/// Rounded to the minor unit without going through binary fractions.
fn minor(number: &str, exponent: u32) -> Result<i64, MoneyError> {
    let (negative, number) = number.strip_prefix('-').map_or((false, number), |rest| (true, rest));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let kept = usize::try_from(exponent).unwrap_or_default();
    let mut all: String = whole.chars().chain(fraction.chars().chain("0000".chars()).take(kept)).collect();
    if all.is_empty() {
        all.push('0');
    }
    let up = fraction.as_bytes().get(kept).is_some_and(|digit| *digit >= b'5');
    let sum =
        all.parse::<i64>().map_err(|_| MoneyError::Amount)?.checked_add(i64::from(up)).ok_or(MoneyError::Amount)?;
    // A sum that a report can add up without running over.
    if sum > 1_000_000_000_000_000 {
        return Err(MoneyError::Amount);
    }
    Ok(if negative { -sum } else { sum })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_as_people_and_programs_write_them() {
        for (amount, currency, minor, code) in [
            ("349,00", "DKK", 34_900, "DKK"),
            ("1.234,56", "DKK", 123_456, "DKK"),
            ("1,234.56", "USD", 123_456, "USD"),
            ("1 234,56 kr.", "", 123_456, "DKK"),
            ("1\u{a0}234,56 kr", "", 123_456, "DKK"),
            ("1'234.50", "CHF", 123_450, "CHF"),
            ("349 kr", "DKK", 34_900, "DKK"),
            ("kr. 349,50", "", 34_950, "DKK"),
            ("349,-", "", 34_900, "DKK"),
            ("349.-", "DKK", 34_900, "DKK"),
            ("20", "€", 2_000, "EUR"),
            ("€ 20", "", 2_000, "EUR"),
            ("€20.50", "", 2_050, "EUR"),
            ("-20,50 €", "", -2_050, "EUR"),
            ("\u{2212}5", "DKK", -500, "DKK"),
            ("50000", "KRW", 50_000, "KRW"),
            ("19990", "CLP", 19_990, "CLP"),
            ("19.990", "CLP", 19_990, "CLP"),
            ("12.345", "KWD", 12_345, "KWD"),
            ("12,345", "KWD", 12_345, "KWD"),
            ("12.3450", "dkk", 1_235, "DKK"),
            ("1.234.567", "DKK", 123_456_700, "DKK"),
            ("1,234", "DKK", 123_400, "DKK"),
            ("0.1", "", 10, "DKK"),
            (".5", "DKK", 50, "DKK"),
            ("1e3", "DKK", 100_000, "DKK"),
            ("499.99", "SEK", 49_999, "SEK"),
            ("SEK 499", "", 49_900, "SEK"),
            ("349:-", "SEK", 34_900, "SEK"),
            ("349:50 kr", "SEK", 34_950, "SEK"),
            ("349,- kr.", "DKK", 34_900, "DKK"),
            ("349,00-", "DKK", -34_900, "DKK"),
            ("(349,00)", "DKK", -34_900, "DKK"),
            ("-kr 349", "", -34_900, "DKK"),
            ("+349", "DKK", 34_900, "DKK"),
            ("1,23,456.50", "INR", 12_345_650, "INR"),
            ("1 234,567", "DKK", 123_457, "DKK"),
            ("CA$10", "", 1_000, "CAD"),
            ("$10", "AUD", 1_000, "AUD"),
            ("SFr. 12.50", "", 1_250, "CHF"),
        ] {
            assert_eq!(money(amount, currency, "DKK"), Ok((minor, code.to_owned())), "{amount} {currency}");
        }
    }

    #[test]
    fn what_is_no_money_is_said_to_be_none() {
        for (amount, currency, why) in [
            ("", "DKK", MoneyError::Amount),
            ("gratis", "DKK", MoneyError::Amount),
            ("12-14", "DKK", MoneyError::Amount),
            ("NaN", "DKK", MoneyError::Amount),
            ("inf", "DKK", MoneyError::Amount),
            ("1e300", "DKK", MoneyError::Amount),
            ("20", "QQQ", MoneyError::Currency),
            ("20", "points", MoneyError::Currency),
            ("20 €", "DKK", MoneyError::Currency),
            ("20 stk", "DKK", MoneyError::Currency),
            ("1.2.3", "DKK", MoneyError::Amount),
            ("1.234", "DKK", MoneyError::Amount),
            ("-12.345", "dkk", MoneyError::Amount),
            ("\u{663}\u{664}\u{669}", "DKK", MoneyError::Amount),
            ("\u{ff11}\u{ff12}", "DKK", MoneyError::Amount),
            ("12,34,56", "DKK", MoneyError::Amount),
            ("1.234.56", "DKK", MoneyError::Amount),
            ("12 34", "DKK", MoneyError::Amount),
            ("--5", "DKK", MoneyError::Amount),
        ] {
            assert_eq!(money(amount, currency, "DKK"), Err(why), "{amount} {currency}");
        }
        assert_eq!(money("20 kr", "", "EUR"), Err(MoneyError::Currency), "of four countries, and none is the site's");
    }
}
