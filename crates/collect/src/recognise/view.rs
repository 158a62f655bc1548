//! A text as its reader means it: percent-encoding and entities undone, what cannot be seen left out, wide letters,
//! dashes and spaces in their plain form. Each character knows where it stood.

/// Rounds of decoding: what was encoded twice, inside something that was encoded, is still read.
const ROUNDS: usize = 3;

#[derive(Clone, Copy)]
struct Cell {
    c: char,
    from: usize,
    to: usize,
}

/// A text and where its characters came from.
pub(super) struct View {
    /// The text as meant.
    pub text: String,
    /// Its characters.
    pub chars: Vec<char>,
    /// Where each of them begins in `text`, and one more for the end.
    pub offsets: Vec<usize>,
    cells: Vec<Cell>,
}

impl View {
    /// The view of a text.
    pub fn of(text: &str) -> View {
        let mut cells: Vec<Cell> =
            text.char_indices().map(|(at, c)| Cell { c, from: at, to: at + c.len_utf8() }).collect();
        for _ in 0..ROUNDS {
            let before = cells.len();
            cells = decoded(&cells);
            if cells.len() == before {
                break;
            }
        }
        let cells: Vec<Cell> = cells.into_iter().filter_map(|cell| Some(Cell { c: plain(cell.c)?, ..cell })).collect();
        let mut text = String::with_capacity(cells.len());
        let mut offsets = Vec::with_capacity(cells.len() + 1);
        for cell in &cells {
            offsets.push(text.len());
            text.push(cell.c);
        }
        offsets.push(text.len());
        View { text, chars: cells.iter().map(|cell| cell.c).collect(), offsets, cells }
    }

    /// Where a range of bytes of the view stood in the text it was made of.
    pub fn origin(&self, from: usize, to: usize) -> (usize, usize) {
        let first = self.offsets.partition_point(|at| *at < from);
        let last = self.offsets.partition_point(|at| *at < to).saturating_sub(1);
        let from = self.cells.get(first).map_or(0, |cell| cell.from);
        (from, self.cells.get(last).map_or(from, |cell| cell.to))
    }
}

/// One round: `%40`, `%u0040`, `\u0040`, `&#64;`, `&#x40;`, `&commat;`.
fn decoded(cells: &[Cell]) -> Vec<Cell> {
    let mut out = Vec::with_capacity(cells.len());
    let mut rest = cells;
    while let Some((first, after)) = rest.split_first() {
        let taken = match first.c {
            '%' => escape(rest).or_else(|| percent(rest)),
            '\\' => escape(rest),
            '&' => entity(rest),
            _ => None,
        };
        match taken {
            Some((c, n)) => {
                let to = rest.get(n.saturating_sub(1)).map_or(first.to, |last| last.to);
                out.push(Cell { c, from: first.from, to });
                rest = rest.get(n..).unwrap_or_default();
            }
            None => {
                out.push(*first);
                rest = after;
            }
        }
    }
    out
}

fn number(cells: Option<&[Cell]>, radix: u32) -> Option<u32> {
    let cells = cells.filter(|cells| !cells.is_empty())?;
    cells.iter().try_fold(0_u32, |sum, cell| sum.checked_mul(radix)?.checked_add(cell.c.to_digit(radix)?))
}

/// `%u0040` of old scripts, `\u0040` of JSON within a text.
fn escape(cells: &[Cell]) -> Option<(char, usize)> {
    (cells.get(1)?.c == 'u').then_some(())?;
    Some((char::from_u32(number(cells.get(2..6), 16)?)?, 6))
}

/// One character from as many `%XX` as it has bytes. Bytes that are no UTF-8 are of an old page in Latin-1.
fn percent(cells: &[Cell]) -> Option<(char, usize)> {
    let byte = |i: usize| {
        let at = cells.get(i * 3..i * 3 + 3)?;
        (at.first()?.c == '%').then(|| number(at.get(1..), 16)).flatten().and_then(|n| u8::try_from(n).ok())
    };
    let first = byte(0)?;
    let long = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    };
    let bytes: Option<Vec<u8>> = (0..long).map(byte).collect();
    let whole = bytes.as_deref().and_then(|b| std::str::from_utf8(b).ok()).and_then(|t| t.chars().next());
    Some(whole.map_or((char::from(first), 3), |c| (c, long * 3)))
}

/// Entities that stand in addresses and numbers; others stay.
const ENTITIES: [(&str, char); 31] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("commat", '@'),
    ("period", '.'),
    ("dot", '.'),
    ("plus", '+'),
    ("lowbar", '_'),
    ("hyphen", '-'),
    ("dash", '-'),
    ("ndash", '-'),
    ("mdash", '-'),
    ("nbsp", ' '),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
    ("shy", '\u{ad}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("aring", 'å'),
    ("Aring", 'Å'),
    ("aelig", 'æ'),
    ("AElig", 'Æ'),
    ("oslash", 'ø'),
    ("Oslash", 'Ø'),
    ("auml", 'ä'),
    ("Auml", 'Ä'),
    ("ouml", 'ö'),
    ("Ouml", 'Ö'),
];

fn entity(cells: &[Cell]) -> Option<(char, usize)> {
    let end = cells.iter().take(12).position(|cell| cell.c == ';')?;
    let name: String = cells.get(1..end)?.iter().map(|cell| cell.c).collect();
    let c = match name.strip_prefix('#') {
        Some(code) => {
            let code = match code.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => code.parse(),
            };
            char::from_u32(code.ok()?)?
        }
        None => ENTITIES.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((c, end + 1))
}

/// A character in its plain form; none when nobody sees it.
fn plain(c: char) -> Option<char> {
    Some(match c {
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{e0000}'..='\u{e0fff}' => return None,
        // Fullwidth forms of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xff01 + 0x21)?,
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{2043}' => '-',
        '\u{3002}' | '\u{ff61}' | '\u{2024}' | '\u{fe52}' => '.',
        '\u{fe6b}' => '@',
        '\u{fe62}' => '+',
        '\u{660}'..='\u{669}' => char::from_digit(c as u32 - 0x660, 10)?,
        '\u{6f0}'..='\u{6f9}' => char::from_digit(c as u32 - 0x6f0, 10)?,
        '\u{1d7ce}'..='\u{1d7ff}' => char::from_digit((c as u32 - 0x1d7ce) % 10, 10)?,
        _ if c.is_whitespace() || c.is_control() => ' ',
        _ => c,
    })
}
