//! One property out of the JSON object that an event carries, without reading more of it than that takes.

use std::{borrow::Cow, fmt};

use serde::{
    Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;

/// The property that marks revenue by who said it. The program sets it, so every site has it.
pub const VALUE_FROM: &str = "value_from";

/// Looks for one name in an object.
struct Named<'a>(&'a str);

impl<'de> Visitor<'de> for Named<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match key == self.0 {
                true => found = Some(map.next_value()?),
                false => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(found)
    }
}

/// The property `name` of a JSON object, as text: a text itself, a number or a truth value as it is written. Nothing when it
/// is not there, or when it is null, a list or an object.
pub fn property<'a>(json: &'a str, name: &str) -> Option<Cow<'a, str>> {
    // A name that is written without escapes stands in the object as it is, or not at all.
    let plain = |b: u8| b >= 0x20 && !matches!(b, b'"' | b'\\' | 0x7f);
    if json.len() <= 2 || (name.bytes().all(plain) && !json.contains(name)) {
        return None;
    }
    let raw = serde_json::Deserializer::from_str(json).deserialize_map(Named(name)).ok()??.get();
    match raw.as_bytes().first()? {
        b'"' => serde_json::from_str::<Text<'a>>(raw).ok().map(|text| text.0),
        b'n' | b'[' | b'{' => None,
        _ => Some(Cow::Borrowed(raw)),
    }
}

/// A text that is borrowed where it is written without escapes.
#[derive(serde::Deserialize)]
#[serde(transparent)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn each_kind_of_value_reads_as_it_is_written() {
        let said = json!({
            "plan": "pro", "seats": 5, "price": 49.5, "trial": true, "quote\"d": "a \"b\" \\ \n", "none": null,
            "list": [1], "object": { "plan": "inner" }, "å": "blåbær", "empty": "", "big": 12_345_678_901_234_567_890_u64
        });
        let text = said.to_string();
        for (name, value) in said.as_object().into_iter().flatten() {
            let wanted = match value {
                Value::String(text) => Some(text.clone()),
                Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
                _ => None,
            };
            assert_eq!(property(&text, name).map(Cow::into_owned), wanted, "{name}");
        }
        for (text, name) in
            [("{}", "plan"), ("", "plan"), ("[]", "plan"), (r#"{"a":"plan"}"#, "plan"), ("{\"plan", "plan")]
        {
            assert_eq!(property(text, name), None, "{text}");
        }
    }
}
