//! The words of a template: `{{ t.saved }}`, `{{ t[name] }}`, and with values in their places `{{ t("days", n=3) }}`.

use std::sync::Arc;

use hjemmel_model::Language;
use hjemmel_words::{word, word_with};
use minijinja::{
    Error, ErrorKind, State, Value,
    value::{Kwargs, Object, from_args},
};

/// All words in one language.
#[derive(Debug)]
pub(crate) struct Words(pub(crate) Language);

/// Names of values that words of templates have. Others are refused, so that a wrong one is seen.
const VALUES: [&str; 8] = ["name", "address", "contact", "list", "topic", "date", "organisation", "day"];

impl Object for Words {
    fn get_value(self: &Arc<Self>, name: &Value) -> Option<Value> {
        word(self.0, name.as_str()?).map(Value::from)
    }

    fn call(self: &Arc<Self>, _: &mut State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        let (name, given): (&str, Kwargs) = from_args(args)?;
        let mut values = Vec::new();
        for value in VALUES {
            if let Some(text) = given.get::<Option<String>>(value)? {
                values.push((value, text.into()));
            }
        }
        given.assert_all_used()?;
        let said = word_with(self.0, name, &values);
        said.map(Value::from).ok_or_else(|| Error::new(ErrorKind::UnknownFunction, "there are no such words"))
    }
}
