//! Filters and dimensions as the engine computes them: the tree of a report, built into an expression of its own.
//!
//! Invariant: a row passes exactly when [`Predicate::holds`] says so of it; where a column has no value it is the empty text
//! and no number, and no condition comes to null.

use std::sync::Arc;

use datafusion::{
    arrow::{
        array::{Array, ArrayRef, Float64Array, StringArray, StringBuilder},
        datatypes::DataType,
    },
    common::{cast::as_string_array, exec_datafusion_err},
    error::Result,
    logical_expr::{
        ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility, cast, when,
    },
    prelude::{ident, lit},
};
use hjemmel_lake::columns;
use hjemmel_model::{Dimension, Edge, Predicate, Range, number_of, property};

/// A dimension's value as a text that is never null.
pub fn value(on: &Dimension) -> Result<Expr> {
    match on {
        Dimension::Property(name) => {
            let function = Property { signature: text(), name: name.clone() };
            Ok(ScalarUDF::new_from_impl(function).call(vec![ident(columns::PROPS)]))
        }
        Dimension::Channel => {
            let function = ChannelOf { signature: Signature::exact(vec![DataType::Utf8; 2], Volatility::Immutable) };
            let texts = ["source", "medium"].map(|name| cast(ident(name), DataType::Utf8));
            Ok(ScalarUDF::new_from_impl(function).call(texts.to_vec()))
        }
        Dimension::Column(column) if on.is_number() => Ok(cast(ident(column.name), DataType::Utf8)),
        Dimension::Column(column) if column.since > 1 => {
            when(ident(column.name).is_null(), lit("")).otherwise(ident(column.name))
        }
        Dimension::Column(column) => Ok(ident(column.name)),
    }
}

/// The condition that a predicate is.
pub fn condition(predicate: &Predicate) -> Result<Expr> {
    match predicate {
        Predicate::And(all) => joined(all, true, Expr::and),
        Predicate::Or(all) => joined(all, false, Expr::or),
        Predicate::Not(inner) => Ok(!condition(inner)?),
        Predicate::Is(on, values) => Ok(value(on)?.in_list(values.iter().map(|v| lit(v.as_str())).collect(), false)),
        Predicate::Contains(on, values) => like(on, values, |v| format!("%{v}%")),
        Predicate::Starts(on, values) => like(on, values, |v| format!("{v}%")),
        Predicate::Within(on, range) => within(on, range),
    }
}

fn joined(all: &[Predicate], none: bool, join: fn(Expr, Expr) -> Expr) -> Result<Expr> {
    let parts = all.iter().map(condition).collect::<Result<Vec<_>>>()?;
    Ok(parts.into_iter().reduce(join).unwrap_or_else(|| lit(none)))
}

fn like(on: &Dimension, values: &[String], pattern: fn(&str) -> String) -> Result<Expr> {
    let plain = |v: &String| v.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let value = value(on)?;
    let parts = values.iter().map(|v| value.clone().like(lit(pattern(&plain(v)))));
    Ok(parts.reduce(Expr::or).unwrap_or_else(|| lit(false)))
}

fn within(on: &Dimension, range: &Range) -> Result<Expr> {
    let number = match on {
        Dimension::Column(column) if on.is_number() => cast(ident(column.name), DataType::Float64),
        _ => ScalarUDF::new_from_impl(Number { signature: text() }).call(vec![value(on)?]),
    };
    let from = |e: Edge| if e.included { number.clone().gt_eq(lit(e.at)) } else { number.clone().gt(lit(e.at)) };
    let to = |e: Edge| if e.included { number.clone().lt_eq(lit(e.at)) } else { number.clone().lt(lit(e.at)) };
    let ends = [range.from.map(from), range.to.map(to)].into_iter().flatten();
    Ok(ends.fold(number.clone().is_not_null(), Expr::and).is_true())
}

fn text() -> Signature {
    Signature::exact(vec![DataType::Utf8], Volatility::Immutable)
}

fn texts(args: ScalarFunctionArgs) -> Result<ArrayRef> {
    let column = args.args.into_iter().next().ok_or_else(|| exec_datafusion_err!("a column is asked for"))?;
    column.into_array(args.number_rows)
}

/// `property(props)`: the property of that name as a text; empty where there is none.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Property {
    signature: Signature,
    name: String,
}

impl ScalarUDFImpl for Property {
    fn name(&self) -> &str {
        "property"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let column = texts(args)?;
        let objects: &StringArray = as_string_array(&column)?;
        let mut out = StringBuilder::with_capacity(objects.len(), 0);
        for object in objects {
            let found = object.and_then(|object| property(object, &self.name));
            out.append_value(found.as_deref().unwrap_or_default());
        }
        Ok(ColumnarValue::Array(Arc::new(out.finish())))
    }
}

/// `channel(source, medium)`.
#[derive(Debug, PartialEq, Eq, Hash)]
struct ChannelOf {
    signature: Signature,
}

impl ScalarUDFImpl for ChannelOf {
    fn name(&self) -> &str {
        "channel"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let columns = args.args.into_iter().map(|arg| arg.into_array(args.number_rows)).collect::<Result<Vec<_>>>()?;
        let (sources, mediums) = (as_string_array(&columns[0])?, as_string_array(&columns[1])?);
        let of = |(source, medium): (Option<&str>, Option<&str>)| {
            Some(hjemmel_model::channel(source.unwrap_or_default(), medium.unwrap_or_default()))
        };
        let found: StringArray = sources.iter().zip(mediums).map(of).collect();
        Ok(ColumnarValue::Array(Arc::new(found)))
    }
}

/// `number(text)`: the number that a text is; null where it is none.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Number {
    signature: Signature,
}

impl ScalarUDFImpl for Number {
    fn name(&self) -> &str {
        "number"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let column = texts(args)?;
        let numbers: Float64Array = as_string_array(&column)?.iter().map(|t| t.and_then(number_of)).collect();
        Ok(ColumnarValue::Array(Arc::new(numbers)))
    }
}
