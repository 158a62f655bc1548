//! A second opinion: the same reports as plans of DataFusion, which share no code with how the engine counts but the rows and
//! the permit. Tests compare the two.

use std::sync::Arc;

use datafusion::{
    arrow::{
        array::{Array, Int32Array, Int64Array, RecordBatch},
        compute::cast,
        datatypes::DataType,
    },
    error::Result,
    functions_aggregate::expr_fn::{count_distinct, sum},
    logical_expr::{Expr, when},
    prelude::{DataFrame, SessionConfig, SessionContext, ident, lit},
};
use hjemmel_lake::{LakeView, columns};
use hjemmel_model::{Ask, Dimension, Overview, Point, Predicate, RowBy, Sums};
use hjemmel_policy::PermittedRows;

pub mod filter;
mod gate;
mod table;

use filter::{condition, value};
use gate::bucket;
use table::EventTable;

/// The permitted events of a view between two times, to be asked.
pub fn events(view: &Arc<LakeView>, permit: PermittedRows, at_ms: (i64, i64)) -> Result<DataFrame> {
    let config = SessionConfig::new()
        .with_target_partitions(2)
        .with_information_schema(false)
        .set_bool("datafusion.execution.parquet.pushdown_filters", true);
    let table = EventTable::new(Arc::clone(view), Arc::new(permit), at_ms);
    SessionContext::new_with_config(config).read_table(Arc::new(table))
}

fn sums(ask: &Ask) -> Result<Vec<Expr>> {
    let one_if = |condition: Expr| -> Result<Expr> { Ok(sum(when(condition, lit(1i64)).otherwise(lit(0i64))?)) };
    let conversions = ask.conversions.iter().map(|name| lit(name.as_str())).collect();
    let in_currency = ident("currency").eq(lit(ask.currency.as_str()));
    Ok(vec![
        count_distinct(ident(columns::VISITOR)).alias("visitors"),
        count_distinct(ident(columns::SESSION)).alias("sessions"),
        one_if(ident("name").eq(lit("page_view")))?.alias("page_views"),
        one_if(ident("name").in_list(conversions, false))?.alias("conversions"),
        sum(when(in_currency, ident("value_minor")).otherwise(lit(0i64))?).alias("revenue_minor"),
    ])
}

fn between(events: DataFrame, at_ms: (i64, i64), filter: &Predicate) -> Result<DataFrame> {
    let time = ident(columns::AT).gt_eq(lit(at_ms.0)).and(ident(columns::AT).lt(lit(at_ms.1)));
    let condition = if filter.is_empty() { time } else { time.and(condition(filter)?) };
    events.filter(condition)
}

/// The numbers of events by the values of a dimension.
pub fn broken_down(events: DataFrame, ask: &Ask, by: &Dimension, lines: usize) -> Result<DataFrame> {
    let of = value(by)?;
    let order = vec![
        ident("visitors").sort(false, false),
        ident("page_views").sort(false, false),
        ident("by").sort(true, false),
    ];
    let counted = events.filter(of.clone().not_eq(lit("")))?.aggregate(vec![of.alias("by")], sums(ask)?)?;
    counted.sort(order)?.limit(0, Some(lines.clamp(1, 500)))
}

pub fn asked(view: &Arc<LakeView>, permit: PermittedRows, ask: &Ask) -> Result<DataFrame> {
    let (_, bounds) = ask.bounds();
    let range = (bounds[0], bounds[bounds.len() - 1]);
    between(events(view, permit, range)?, range, &ask.filter)
}

/// The numbers of a period, in total and over time.
pub async fn overview(view: LakeView, permit: impl Fn() -> PermittedRows, ask: &Ask) -> Result<Overview> {
    let view = Arc::new(view);
    let (grain, bounds) = ask.bounds();
    let totals = asked(&view, permit(), ask)?.aggregate(vec![], sums(ask)?)?.collect().await?;
    let totals = totals.iter().flat_map(|b| read(b, 0)).next().unwrap_or_default();
    let cut = bucket(bounds.clone(), columns::AT).alias("bucket");
    let found = asked(&view, permit(), ask)?.aggregate(vec![cut], sums(ask)?)?.collect().await?;
    let starts = bounds.iter().take(bounds.len() - 1);
    let mut series: Vec<Point> =
        starts.map(|start_ms| Point { start_ms: *start_ms, sums: Sums::default(), hidden: None }).collect();
    for batch in &found {
        let cuts = batch.column(0).as_any().downcast_ref::<Int32Array>().unwrap();
        for (cut, sums) in cuts.values().iter().zip(read(batch, 1)) {
            series[usize::try_from(*cut).unwrap()].sums = sums;
        }
    }
    Ok(Overview { totals, grain, series, hidden: None })
}

/// The numbers of a period by the values of a dimension, most visitors first.
pub async fn breakdown(
    view: LakeView,
    permit: PermittedRows,
    ask: &Ask,
    by: &Dimension,
    lines: usize,
) -> Result<Vec<RowBy>> {
    let sorted = broken_down(asked(&Arc::new(view), permit, ask)?, ask, by, lines)?;
    let mut out = Vec::new();
    for batch in sorted.collect().await? {
        let values = texts(&batch, 0)?;
        out.extend(values.into_iter().zip(read(&batch, 1)).map(|(value, sums)| RowBy { value, sums, hidden: None }));
    }
    Ok(out)
}

fn texts(batch: &RecordBatch, column: usize) -> Result<Vec<String>> {
    let Some(column) = batch.columns().get(column) else { return Ok(Vec::new()) };
    let plain = cast(column, &DataType::Utf8)?;
    let texts = plain.as_any().downcast_ref::<datafusion::arrow::array::StringArray>();
    Ok(texts.map(|t| t.iter().map(|v| v.unwrap_or_default().to_owned()).collect()).unwrap_or_default())
}

/// The integers of a column; what is missing, as in a sum over nothing, is 0.
fn numbers(batch: &RecordBatch, column: usize) -> Vec<i64> {
    let Some(column) = batch.columns().get(column) else { return Vec::new() };
    let Ok(wide) = cast(column, &DataType::Int64) else { return Vec::new() };
    let values = wide.as_any().downcast_ref::<Int64Array>();
    values.map(|v| v.iter().map(Option::unwrap_or_default).collect()).unwrap_or_default()
}

fn read(batch: &RecordBatch, first: usize) -> Vec<Sums> {
    let mut columns = (first..first + 5).map(|c| numbers(batch, c).into_iter());
    let mut next = || columns.next().unwrap_or_else(|| Vec::new().into_iter());
    let (visitors, sessions, page_views, conversions, revenue) = (next(), next(), next(), next(), next());
    let rows = visitors.zip(sessions).zip(page_views).zip(conversions).zip(revenue);
    rows.map(|((((visitors, sessions), page_views), conversions), revenue_minor)| Sums {
        visitors,
        sessions,
        page_views,
        conversions,
        revenue_minor,
    })
    .collect()
}
