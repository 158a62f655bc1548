//! The gate below every scan: a row passes when it is labelled with the purpose and no restriction closed it.

use std::sync::Arc;

use datafusion::{
    arrow::{
        array::BooleanArray,
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
use hjemmel_policy::{Measure, PermitSet};

/// The permit as a function of a row. It is declared volatile so that the optimiser never pushes it into a reader, where
/// an error would let rows through unfiltered.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Permitted {
    signature: Signature,
    permit: PtrEq<Arc<PermitSet<Measure>>>,
}

/// The condition that a row must meet under that permit.
pub fn permitted(permit: Arc<PermitSet<Measure>>) -> Expr {
    let types = vec![DataType::Int64, DataType::Int32, DataType::Int64];
    let function = Permitted { signature: Signature::exact(types, Volatility::Volatile), permit: PtrEq::from(permit) };
    let arguments = [columns::VISITOR, columns::PURPOSES, columns::GRANT].map(ident);
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
        let [visitor, purposes, grant]: [ColumnarValue; 3] =
            args.args.try_into().map_err(|_| exec_datafusion_err!("permitted takes three columns"))?;
        let (visitor, purposes, grant) =
            (visitor.into_array(rows)?, purposes.into_array(rows)?, grant.into_array(rows)?);
        let (visitor, purposes, grant) =
            (as_int64_array(&visitor)?, as_int32_array(&purposes)?, as_int64_array(&grant)?);
        let bit = self.permit.purpose_bit();
        let closed = self.permit.closed();
        let wanted = PurposeSet::one(bit);
        let labelled = |label: i32| PurposeSet(u32::from_ne_bytes(label.to_ne_bytes())).has(bit);
        let rows = visitor.iter().zip(purposes.iter()).zip(grant.iter());
        let passes: BooleanArray = rows
            .map(|((visitor, label), grant)| {
                // A missing value is no.
                let (Some(visitor), Some(label), Some(grant)) = (visitor, label, grant) else { return Some(false) };
                let open = labelled(label)
                    && (closed.is_empty() || closed.allowed(Surrogate(visitor), wanted, GrantSeq(grant)).has(bit));
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
