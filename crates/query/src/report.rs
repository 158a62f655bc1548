//! Reports: an overview over time, a breakdown, and what happens right now.

use std::sync::Arc;

use datafusion::{
    arrow::{
        array::{Array, Int32Array, Int64Array, RecordBatch},
        compute::cast,
        datatypes::DataType,
    },
    functions_aggregate::expr_fn::{count_distinct, sum},
    logical_expr::{Expr, when},
    prelude::{DataFrame, ident, lit},
};
use hjemmel_lake::{LakeView, columns};
use hjemmel_model::{
    Ask, AtMs, Dimension, Grain, Live, LiveMinute, LivePage, Overview, Point, Predicate, RowBy, Sums, VisitEvent,
};
use hjemmel_policy::{Measure, OneBrowser, PermitSet};

use crate::{
    engine::{Engine, QueryError},
    filter::{condition, value},
    gate::bucket,
};

/// Lines a breakdown may have.
const LINES_MAX: usize = 500;
const MINUTE_MS: i64 = 60_000;

fn sums(ask: &Ask) -> Result<Vec<Expr>, QueryError> {
    let one_if =
        |condition: Expr| -> Result<Expr, QueryError> { Ok(sum(when(condition, lit(1i64)).otherwise(lit(0i64))?)) };
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

fn between(events: DataFrame, at_ms: (i64, i64), filter: &Predicate) -> Result<DataFrame, QueryError> {
    let time = ident(columns::AT).gt_eq(lit(at_ms.0)).and(ident(columns::AT).lt(lit(at_ms.1)));
    let condition = if filter.is_empty() { time } else { time.and(condition(filter)?) };
    Ok(events.filter(condition)?)
}

/// The numbers of events by the values of a dimension.
pub(crate) fn broken_down(events: DataFrame, ask: &Ask, by: &Dimension, lines: usize) -> Result<DataFrame, QueryError> {
    let of = value(by)?;
    let order = vec![
        ident("visitors").sort(false, false),
        ident("page_views").sort(false, false),
        ident("by").sort(true, false),
    ];
    let counted = events.filter(of.clone().not_eq(lit("")))?.aggregate(vec![of.alias("by")], sums(ask)?)?;
    Ok(counted.sort(order)?.limit(0, Some(lines.clamp(1, LINES_MAX)))?)
}

impl Engine {
    pub(crate) fn asked(
        &self,
        view: &Arc<LakeView>,
        permit: PermitSet<Measure>,
        ask: &Ask,
    ) -> Result<(DataFrame, Grain, Vec<i64>), QueryError> {
        let (grain, bounds) = ask.bounds();
        let range = (bounds.first().copied().unwrap_or(0), bounds.last().copied().unwrap_or(0));
        let events = self.events(view, &Arc::new(permit.into_rows()), range)?;
        Ok((between(events, range, &ask.filter)?, grain, bounds))
    }

    /// The numbers of a period, in total and over time.
    pub async fn overview(
        &self,
        view: LakeView,
        permit: PermitSet<Measure>,
        ask: &Ask,
    ) -> Result<Overview, QueryError> {
        let view = Arc::new(view);
        let (events, grain, bounds) = self.asked(&view, permit, ask)?;
        let totals = self.run(&view, events.clone().aggregate(vec![], sums(ask)?)?).await?;
        let totals = totals.iter().flat_map(|b| read(b, 0)).next().unwrap_or_default();
        let cut = bucket(bounds.clone(), columns::AT).alias("bucket");
        let found = self.run(&view, events.aggregate(vec![cut], sums(ask)?)?).await?;
        let mut series: Vec<Point> = bounds
            .iter()
            .take(bounds.len().saturating_sub(1))
            .map(|start_ms| Point { start_ms: *start_ms, sums: Sums::default() })
            .collect();
        for batch in &found {
            let Some(cuts) = batch.columns().first().and_then(|c| c.as_any().downcast_ref::<Int32Array>()) else {
                continue;
            };
            for (cut, sums) in cuts.values().iter().zip(read(batch, 1)) {
                if let Some(point) = usize::try_from(*cut).ok().and_then(|i| series.get_mut(i)) {
                    point.sums = sums;
                }
            }
        }
        Ok(Overview { totals, grain, series })
    }

    /// The numbers of a period by the values of a dimension, most visitors first.
    pub async fn breakdown(
        &self,
        view: LakeView,
        permit: PermitSet<Measure>,
        ask: &Ask,
        by: &Dimension,
        lines: usize,
    ) -> Result<Vec<RowBy>, QueryError> {
        let view = Arc::new(view);
        let (events, _, _) = self.asked(&view, permit, ask)?;
        let sorted = broken_down(events, ask, by, lines)?;
        let mut out = Vec::new();
        for batch in self.run(&view, sorted).await? {
            let values = texts(&batch, 0)?;
            out.extend(values.into_iter().zip(read(&batch, 1)).map(|(value, sums)| RowBy { value, sums }));
        }
        Ok(out)
    }

    /// The half hour before `now`.
    pub async fn live(&self, view: LakeView, permit: PermitSet<Measure>, now: AtMs) -> Result<Live, QueryError> {
        let last = now.0 - now.0.rem_euclid(MINUTE_MS);
        let bounds: Vec<i64> = (-29..=1).map(|m| last + m * MINUTE_MS).collect();
        let range = (last - 29 * MINUTE_MS, last + MINUTE_MS);
        let view = Arc::new(view);
        let events = self.events(&view, &Arc::new(permit.into_rows()), range)?;
        let half_hour = between(events, range, &Predicate::default())?;

        let recent = half_hour.clone().filter(ident(columns::AT).gt(lit(now.0 - 5 * MINUTE_MS)))?;
        let recent = recent.aggregate(vec![], vec![count_distinct(ident(columns::VISITOR))])?;
        let visitors_now = self.run(&view, recent).await?.iter().flat_map(|b| numbers(b, 0)).next().unwrap_or(0);

        let views = half_hour.filter(ident("name").eq(lit("page_view")))?;
        let cut = bucket(bounds.clone(), columns::AT).alias("bucket");
        let counted = views.clone().aggregate(vec![cut], vec![sum(lit(1i64)).alias("n")])?;
        let mut minutes: Vec<LiveMinute> =
            bounds.iter().take(30).map(|start_ms| LiveMinute { start_ms: *start_ms, page_views: 0 }).collect();
        for batch in self.run(&view, counted).await? {
            for (cut, n) in numbers(&batch, 0).into_iter().zip(numbers(&batch, 1)) {
                if let Some(minute) = usize::try_from(cut).ok().and_then(|i| minutes.get_mut(i)) {
                    minute.page_views = n;
                }
            }
        }

        let pages = views
            .aggregate(vec![ident("path")], vec![count_distinct(ident(columns::VISITOR)).alias("n")])?
            .sort(vec![ident("n").sort(false, false), ident("path").sort(true, false)])?
            .limit(0, Some(10))?;
        let mut out = Vec::new();
        for batch in self.run(&view, pages).await? {
            let paths = texts(&batch, 0)?;
            out.extend(paths.into_iter().zip(numbers(&batch, 1)).map(|(path, visitors)| LivePage { path, visitors }));
        }
        Ok(Live { visitors_now, minutes, pages: out })
    }
}

impl Engine {
    /// What the browser of a permit did, newest first.
    pub async fn visits<Op: OneBrowser>(
        &self,
        view: LakeView,
        permit: PermitSet<Op>,
        before: AtMs,
        most: usize,
    ) -> Result<Vec<VisitEvent>, QueryError> {
        let site = permit.site().clone();
        let range = (i64::MIN, before.0);
        let view = Arc::new(view);
        let events = self.events(&view, &Arc::new(permit.into_rows()), range)?;
        let events = between(events, range, &Predicate::default())?;
        let text = ["name", "path", "title", "source", "device", "currency"];
        let wanted: Vec<Expr> = [columns::AT, "value_minor"].into_iter().chain(text).map(ident).collect();
        let order = vec![ident(columns::AT).sort(false, false), ident("path").sort(true, false)];
        let asked = events.select(wanted)?.sort(order)?.limit(0, Some(most))?;
        let mut out = Vec::new();
        for batch in self.run(&view, asked).await? {
            let mut columns = Vec::with_capacity(text.len());
            for column in 2..2 + text.len() {
                columns.push(texts(&batch, column)?.into_iter());
            }
            for (at_ms, value_minor) in numbers(&batch, 0).into_iter().zip(numbers(&batch, 1)) {
                let mut next = columns.iter_mut().map(|c| c.next().unwrap_or_default());
                let mut take = || next.next().unwrap_or_default();
                let (name, path, title) = (take(), take(), take());
                let (source, device, currency) = (take(), take(), take());
                let site = site.clone();
                out.push(VisitEvent { site, at_ms, name, path, title, source, device, value_minor, currency });
            }
        }
        Ok(out)
    }
}

fn texts(batch: &RecordBatch, column: usize) -> Result<Vec<String>, QueryError> {
    let Some(column) = batch.columns().get(column) else { return Ok(Vec::new()) };
    let plain = cast(column, &DataType::Utf8).map_err(datafusion::error::DataFusionError::from)?;
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
