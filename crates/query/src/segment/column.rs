//! One column of a segment: the different values it has, and for each row the number of its value.

use std::{borrow::Cow, collections::HashMap};

use arrow::{
    array::{Array, ArrayRef, AsArray, Int32Array, Int64Array, StringArray},
    datatypes::Int32Type,
};
use hjemmel_model::{Cell, property};

use super::{
    bits::{Bits, WORD},
    codes::Codes,
};

/// The different values of a column.
#[derive(Debug)]
pub enum Values {
    /// Texts; what is absent is the empty one.
    Texts(Vec<Box<str>>),
    /// Whole numbers.
    Numbers(Vec<i64>),
}

/// A column.
#[derive(Debug)]
pub struct Column {
    pub(super) codes: Codes,
    pub(super) values: Values,
}

impl Column {
    /// Of rows that all have the empty value.
    pub fn blank(cell: &Cell, rows: usize) -> Column {
        let values = match cell {
            Cell::Text(..) | Cell::Id(..) => Values::Texts(vec!["".into()]),
            Cell::Number(..) | Cell::Bits(..) => Values::Numbers(vec![0]),
        };
        Column { codes: Codes::One(rows), values }
    }

    /// The property of that name, out of a column of objects.
    pub fn property(&self, name: &str) -> Column {
        let mut found = Builder::texts();
        let texts = self.texts();
        let table: Vec<u32> = texts.map(|object| found.text(&property(&object, name).unwrap_or_default())).collect();
        let rows = self.codes.rows();
        let mut codes = vec![0; rows.next_multiple_of(WORD)];
        let (words, _) = codes.as_chunks_mut::<WORD>();
        words.iter_mut().enumerate().for_each(|(word, out)| self.codes.spread(word, &table, out));
        codes.truncate(rows);
        found.codes = codes;
        found.finish(None)
    }

    /// What `of` makes of the texts of two columns.
    pub fn joined(&self, other: &Column, of: fn(&str, &str) -> &'static str) -> Column {
        let mut found = Builder::texts();
        let (own, others): (Vec<_>, Vec<_>) = (self.texts().collect(), other.texts().collect());
        let text = |texts: &[Cow<'_, str>], code: usize| texts.get(code).map_or_else(String::new, |t| t.to_string());
        let mut known: HashMap<(usize, usize), u32> = HashMap::new();
        let mut codes = Vec::with_capacity(self.codes.rows());
        for row in 0..self.codes.rows() {
            let (one, two) = (self.codes.at(row), other.codes.at(row));
            let made = || found.text(of(&text(&own, one), &text(&others, two)));
            codes.push(*known.entry((one, two)).or_insert_with(made));
        }
        found.codes = codes;
        found.finish(None)
    }

    /// The rows whose value `table` says yes to.
    pub fn pick(&self, table: &[bool]) -> Bits {
        self.codes.pick(table)
    }

    /// What `table` says of the values of the rows of a word.
    pub fn spread<T: Copy + Default>(&self, word: usize, table: &[T], out: &mut [T; WORD]) {
        self.codes.spread(word, table, out);
    }

    /// The number of a row's value.
    pub fn code(&self, row: usize) -> usize {
        self.codes.at(row)
    }

    /// The value of a row, as a text.
    pub fn text(&self, row: usize) -> Cow<'_, str> {
        let code = self.codes.at(row);
        match &self.values {
            Values::Texts(texts) => Cow::Borrowed(texts.get(code).map_or("", |t| t)),
            Values::Numbers(numbers) => Cow::Owned(numbers.get(code).map_or_else(String::new, i64::to_string)),
        }
    }

    /// The value of a row, as a number.
    pub fn number(&self, row: usize) -> i64 {
        match &self.values {
            Values::Texts(_) => 0,
            Values::Numbers(numbers) => numbers.get(self.codes.at(row)).copied().unwrap_or(0),
        }
    }

    /// The different values as texts, in the order of their numbers.
    pub fn texts(&self) -> Box<dyn Iterator<Item = Cow<'_, str>> + '_> {
        match &self.values {
            Values::Texts(texts) => Box::new(texts.iter().map(|t| Cow::Borrowed(t.as_ref()))),
            Values::Numbers(numbers) => Box::new(numbers.iter().map(|n| Cow::Owned(n.to_string()))),
        }
    }

    /// The different values as numbers; a text is none.
    pub fn numbers(&self) -> Vec<i64> {
        match &self.values {
            Values::Texts(texts) => vec![0; texts.len()],
            Values::Numbers(numbers) => numbers.clone(),
        }
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        let values = match &self.values {
            Values::Texts(texts) => texts.iter().map(|t| t.len() + 16).sum(),
            Values::Numbers(numbers) => numbers.len() * 8,
        };
        self.codes.bytes() + values
    }
}

/// A column that grows batch by batch.
#[derive(Debug)]
pub struct Builder {
    codes: Vec<u32>,
    values: Values,
    of_text: HashMap<Box<str>, u32>,
    of_number: HashMap<i64, u32>,
    last: Option<(i64, u32)>,
}

impl Builder {
    fn texts() -> Builder {
        Builder::of(Values::Texts(Vec::new()))
    }

    fn of(values: Values) -> Builder {
        Builder { codes: Vec::new(), values, of_text: HashMap::new(), of_number: HashMap::new(), last: None }
    }

    /// Of a column that holds such cells.
    pub fn new(cell: &Cell) -> Builder {
        match cell {
            Cell::Text(..) | Cell::Id(..) => Builder::texts(),
            Cell::Number(..) | Cell::Bits(..) => Builder::of(Values::Numbers(Vec::new())),
        }
    }

    /// The number of a text.
    fn text(&mut self, text: &str) -> u32 {
        if let Some(known) = self.of_text.get(text) {
            return *known;
        }
        let next = u32::try_from(self.of_text.len()).unwrap_or(u32::MAX);
        self.of_text.insert(text.into(), next);
        if let Values::Texts(values) = &mut self.values {
            values.push(text.into());
        }
        next
    }

    fn number(&mut self, number: i64) -> u32 {
        if let Some((last, code)) = self.last
            && last == number
        {
            return code;
        }
        let next = u32::try_from(self.of_number.len()).unwrap_or(u32::MAX);
        let code = *self.of_number.entry(number).or_insert(next);
        if code == next
            && let Values::Numbers(values) = &mut self.values
        {
            values.push(number);
        }
        self.last = Some((number, code));
        code
    }

    /// More rows; `false` when they are not of that kind.
    pub fn add(&mut self, array: Option<&ArrayRef>, rows: usize) -> bool {
        let texts = matches!(self.values, Values::Texts(_));
        let Some(array) = array else {
            let code = if texts { self.text("") } else { self.number(0) };
            self.codes.resize(self.codes.len() + rows, code);
            return true;
        };
        if texts {
            return self.add_coded(array) || self.add_texts(array);
        }
        if let Some(numbers) = array.as_any().downcast_ref::<Int64Array>() {
            numbers.iter().for_each(|n| {
                let code = self.number(n.unwrap_or_default());
                self.codes.push(code);
            });
            return true;
        }
        if let Some(bits) = array.as_any().downcast_ref::<Int32Array>() {
            bits.iter().for_each(|n| {
                let code = self.number(n.map_or(0, |n| i64::from(u32::from_ne_bytes(n.to_ne_bytes()))));
                self.codes.push(code);
            });
            return true;
        }
        false
    }

    fn add_texts(&mut self, array: &ArrayRef) -> bool {
        let Some(texts) = array.as_any().downcast_ref::<StringArray>() else { return false };
        texts.iter().for_each(|text| {
            let code = self.text(text.unwrap_or_default());
            self.codes.push(code);
        });
        true
    }

    fn add_coded(&mut self, array: &ArrayRef) -> bool {
        let Some(coded) = array.as_dictionary_opt::<Int32Type>() else { return false };
        let Some(values) = coded.values().as_any().downcast_ref::<StringArray>() else { return false };
        // Those that no row has are not given a number.
        let mut table = vec![u32::MAX; values.len()];
        let keys = coded.keys();
        for row in 0..keys.len() {
            let key = if keys.is_valid(row) { usize::try_from(keys.value(row)).ok() } else { None };
            let code = match key.and_then(|key| Some((key, table.get(key).copied()?))) {
                Some((key, u32::MAX)) => {
                    let code = self.text(if values.is_valid(key) { values.value(key) } else { "" });
                    if let Some(slot) = table.get_mut(key) {
                        *slot = code;
                    }
                    code
                }
                Some((_, code)) => code,
                None => self.text(""),
            };
            self.codes.push(code);
        }
        true
    }

    /// The column; with an order, its rows as that says.
    pub fn finish(self, order: Option<&[u32]>) -> Column {
        let len = match &self.values {
            Values::Texts(values) => values.len(),
            Values::Numbers(values) => values.len(),
        };
        let codes = match order {
            Some(order) => order.iter().map(|row| self.codes.get(*row as usize).copied().unwrap_or(0)).collect(),
            None => self.codes,
        };
        Column { codes: Codes::of(codes, len), values: self.values }
    }
}
