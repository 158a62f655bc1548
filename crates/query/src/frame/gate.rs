//! The gate below every scan: a row passes when it is labelled with the purpose, no restriction closed it, it is not too
//! old, and it is of the one browser that the permit is for, where it is for one.

use std::sync::Arc;

use datafusion::{
    arrow::{
        array::{Array, BooleanArray},
        datatypes::{DataType, Field, FieldRef, Int32Type},
    },
    common::{
        cast::{as_int32_array, as_int64_array},
        exec_datafusion_err,
    },
    error::Result,
    logical_expr::{
        ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
        ptr_eq::PtrEq,
    },
    prelude::ident,
};
use hjemmel_lake::columns;
use hjemmel_model::{GrantSeq, PurposeSet, Surrogate};
use hjemmel_policy::PermittedRows;

/// The permit as a function of a row. It is declared volatile so that the optimiser never pushes it into a reader, where
/// an error would let rows through unfiltered.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Permitted {
    signature: Signature,
    permit: PtrEq<Arc<PermittedRows>>,
}

/// The condition that a row must meet under that permit.
pub fn permitted(permit: Arc<PermittedRows>) -> Expr {
    let types = vec![DataType::Int64, DataType::Int32, DataType::Int64, DataType::Int32, DataType::Int64];
    let function = Permitted { signature: Signature::exact(types, Volatility::Volatile), permit: PtrEq::from(permit) };
    let arguments =
        [columns::VISITOR, columns::PURPOSES, columns::GRANT, columns::NOTICE_VERSION, columns::AT].map(ident);
    ScalarUDF::new_from_impl(function).call(arguments.to_vec())
}

impl ScalarUDFImpl for Permitted {
    fn name(&self) -> &str {
        "permitted"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Boolean)
    }

    fn return_field_from_args(&self, _: ReturnFieldArgs) -> Result<FieldRef> {
        Ok(Arc::new(Field::new(self.name(), DataType::Boolean, false)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let rows = args.number_rows;
        let [visitor, purposes, grant, version, at]: [ColumnarValue; 5] =
            args.args.try_into().map_err(|_| exec_datafusion_err!("permitted takes five columns"))?;
        let (visitor, purposes, grant) =
            (visitor.into_array(rows)?, purposes.into_array(rows)?, grant.into_array(rows)?);
        let (version, at) = (version.into_array(rows)?, at.into_array(rows)?);
        let (visitor, purposes, grant) =
            (as_int64_array(&visitor)?, as_int32_array(&purposes)?, as_int64_array(&grant)?);
        let (version, at) = (as_int32_array(&version)?, as_int64_array(&at)?);
        let bit = self.permit.purpose_bit();
        let (closed, retention) = (self.permit.closed(), self.permit.retention());
        let wanted = PurposeSet::one(bit);
        let only = self.permit.only();
        let number = |value: i32| u32::from_ne_bytes(value.to_ne_bytes());
        // Neighbouring rows mostly share their notice.
        let mut oldest = (0, i64::MAX);
        let passes: BooleanArray = (0..rows)
            .map(|row| {
                // A missing value is no.
                let known = [visitor.is_valid(row), grant.is_valid(row), at.is_valid(row)];
                if known.contains(&false) || purposes.is_null(row) || version.is_null(row) {
                    return Some(false);
                }
                let version = number(version.value(row));
                if version != oldest.0 {
                    oldest = (version, retention.oldest_ms(version, bit));
                }
                let (visitor, grant) = (Surrogate(visitor.value(row)), GrantSeq(grant.value(row)));
                let open = only.is_none_or(|only| only == visitor)
                    && PurposeSet(number(purposes.value(row))).has(bit)
                    && at.value(row) >= oldest.1
                    && (closed.is_empty() || closed.allowed(visitor, wanted, grant).has(bit));
                Some(open)
            })
            .collect();
        Ok(ColumnarValue::Array(Arc::new(passes)))
    }
}

/// `bucket(at_ms)`: the number of the interval between `bounds` that a time lies in.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Bucket {
    signature: Signature,
    bounds: Vec<i64>,
}

/// The interval that `column` lies in; -1 before the first bound.
pub fn bucket(bounds: Vec<i64>, column: &str) -> Expr {
    let function = Bucket { signature: Signature::exact(vec![DataType::Int64], Volatility::Immutable), bounds };
    ScalarUDF::new_from_impl(function).call(vec![ident(column)])
}

impl ScalarUDFImpl for Bucket {
    fn name(&self) -> &str {
        "bucket"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Int32)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let of = |at: i64| i32::try_from(self.bounds.partition_point(|b| *b <= at)).unwrap_or(i32::MAX) - 1;
        let column = args.args.into_iter().next().ok_or_else(|| exec_datafusion_err!("bucket takes a column"))?;
        let column = column.into_array(args.number_rows)?;
        Ok(ColumnarValue::Array(Arc::new(as_int64_array(&column)?.unary::<_, Int32Type>(of))))
    }
}
