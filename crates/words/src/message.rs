//! A message: a key of the catalogue and what stands in its places.

use hjemmel_model::Language;

use crate::{KEYS, said};

/// A key that the catalogue has. Only [`key!`](crate::key) and [`message!`](crate::message) make one, when they are compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key(&'static str);

impl Key {
    /// The key of that name, which takes those values. Where the catalogue knows no such key, this does not compile.
    #[doc(hidden)]
    #[expect(clippy::panic, reason = "only ever run by the compiler")]
    #[expect(clippy::indexing_slicing, reason = "there is nothing else yet when the compiler runs it")]
    pub const fn known(name: &'static str, values: &[&str]) -> Key {
        let mut at = 0;
        while at < KEYS.len() {
            let (key, takes) = KEYS[at];
            if same(key, name) {
                let mut n = 0;
                while n < takes.len() {
                    if !holds(values, takes[n]) {
                        panic!("the words take a value that is not given");
                    }
                    n += 1;
                }
                if takes.len() != values.len() {
                    panic!("the words do not take that value");
                }
                return Key(name);
            }
            at += 1;
        }
        panic!("there are no such words in `words/`")
    }

    /// As it stands in the catalogue.
    pub fn name(self) -> &'static str {
        self.0
    }

    /// It, in the language of whoever reads it.
    pub fn say(self, language: Language) -> String {
        // A test says every key in every language.
        said(language, self.0, &[]).unwrap_or_else(|| self.0.to_owned())
    }
}

#[expect(clippy::indexing_slicing, reason = "there is nothing else yet when the compiler runs it")]
const fn holds(values: &[&str], wanted: &str) -> bool {
    let mut at = 0;
    while at < values.len() {
        if same(values[at], wanted) {
            return true;
        }
        at += 1;
    }
    false
}

#[expect(clippy::indexing_slicing, reason = "there is nothing else yet when the compiler runs it")]
const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    // From the end: keys that are alike begin alike.
    let mut at = a.len();
    while at > 0 {
        at -= 1;
        if a[at] != b[at] {
            return false;
        }
    }
    true
}

/// What stands in a place of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text that is nobody's words: a name, an address, a day.
    Text(String),
    /// A number, by which a language may choose its form.
    Number(i64),
    /// Another message, said in the same language.
    Said(Box<Message>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Value {
        Value::Text(text.clone())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Number(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Value {
        Value::Number(number.into())
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Value {
        Value::Number(number.try_into().unwrap_or(i64::MAX))
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Value {
        Value::Number(number.try_into().unwrap_or(i64::MAX))
    }
}

impl From<Message> for Value {
    fn from(message: Message) -> Value {
        Value::Said(Box::new(message))
    }
}

impl From<Key> for Value {
    fn from(key: Key) -> Value {
        Message::from(key).into()
    }
}

/// Something to say to somebody whose language is not known yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    key: Key,
    values: Vec<(&'static str, Value)>,
}

impl Message {
    #[doc(hidden)]
    pub fn new(key: Key, values: Vec<(&'static str, Value)>) -> Message {
        Message { key, values }
    }

    /// Which words it says.
    pub fn key(&self) -> Key {
        self.key
    }

    /// It, in the language of whoever reads it.
    pub fn say(&self, language: Language) -> String {
        // A test says every key in every language.
        said(language, self.key.0, &self.values).unwrap_or_else(|| self.key.0.to_owned())
    }
}

impl From<Key> for Message {
    fn from(key: Key) -> Message {
        Message { key, values: Vec::new() }
    }
}

/// A key of the catalogue that takes no values.
#[macro_export]
macro_rules! key {
    ($key:literal) => {{
        const KEY: $crate::Key = $crate::Key::known($key, &[]);
        KEY
    }};
}

/// A message: a key of the catalogue, and a value for each of its places.
#[macro_export]
macro_rules! message {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {{
        const KEY: $crate::Key = $crate::Key::known($key, &[$(stringify!($name)),*]);
        $crate::Message::new(KEY, vec![$((stringify!($name), $crate::Value::from($value))),*])
    }};
}
