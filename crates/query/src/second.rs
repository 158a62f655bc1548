//! A second opinion: the same reports as SQL that SQLite answers over the rows a permit opens, read from the files one by one. It
//! shares no code with how the engine counts but the rows, the permit and the values of dimensions. Tests compare the two.

use arrow::{
    array::{Array, BinaryArray, Int32Array, Int64Array, RecordBatch, StringArray},
    compute::cast,
    datatypes::DataType,
};
use hjemmel_lake::LakeView;
use hjemmel_model::{
    Ask, COLUMNS, Cell, Dimension, Overview, Point, Predicate, PurposeSet, Range, Row, RowBy, SiteId, Sums, number_of,
};
use hjemmel_policy::PermittedRows;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use sqlx::{AssertSqlSafe, Connection as _, Row as _, SqliteConnection, sqlite::SqliteRow};

/// The rows that a permit opens, as a table of one report.
pub struct Second {
    db: SqliteConnection,
    /// The dimensions that have columns: `v0` with the text, `n0` with the number that it is.
    dimensions: Vec<Dimension>,
}

const SUMS: &str = "count(distinct visitor), count(distinct session), coalesce(sum(name = 'page_view'), 0), \
    coalesce(sum(converts), 0), coalesce(sum(case when here then value_minor else 0 end), 0)";

impl Second {
    /// What a report may see of a view.
    pub async fn of(view: &LakeView, permit: &PermittedRows, ask: &Ask, by: Option<&Dimension>) -> Second {
        let mut dimensions: Vec<Dimension> = by.into_iter().cloned().collect();
        named(&ask.filter, &mut dimensions);
        let mut db = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        let columns: String = (0..dimensions.len()).map(|n| format!(", v{n} text, n{n} real")).collect();
        let table = format!("create table e (at, visitor, session, name, value_minor, here, converts{columns})");
        sqlx::query(AssertSqlSafe(table)).execute(&mut db).await.unwrap();
        let mut done = db.begin().await.unwrap();
        let places = vec!["?"; 7 + 2 * dimensions.len()].join(",");
        let insert = format!("insert into e values ({places})");
        for row in &rows_open(view, permit) {
            let mut query = sqlx::query(AssertSqlSafe(insert.clone()))
                .bind(row.event.at.0)
                .bind(row.visitor.0)
                .bind(row.session)
                .bind(row.event.name.clone())
                .bind(row.event.value_minor)
                .bind(row.event.currency == ask.currency)
                .bind(ask.conversions.contains(&row.event.name));
            for dimension in &dimensions {
                let value = dimension.of(row).into_owned();
                let number = number_of(&value);
                query = query.bind(value).bind(number);
            }
            query.execute(&mut *done).await.unwrap();
        }
        done.commit().await.unwrap();
        Second { db, dimensions }
    }

    /// The condition of a filter, with its texts in `bound`.
    fn condition(&self, predicate: &Predicate, bound: &mut Vec<String>) -> String {
        let place = |on: &Dimension| self.dimensions.iter().position(|d| d == on).unwrap();
        let joined = |all: &[Predicate], none: &str, by: &str, bound: &mut Vec<String>| {
            let parts: Vec<_> = all.iter().map(|part| self.condition(part, bound)).collect();
            if parts.is_empty() { none.to_owned() } else { format!("({})", parts.join(by)) }
        };
        let mut any = |on: &Dimension, values: &[String], one: &dyn Fn(usize) -> String| {
            let parts: Vec<_> = values
                .iter()
                .map(|value| {
                    bound.push(value.clone());
                    one(place(on))
                })
                .collect();
            if parts.is_empty() { "0".to_owned() } else { format!("({})", parts.join(" or ")) }
        };
        match predicate {
            Predicate::And(all) => joined(all, "1", " and ", bound),
            Predicate::Or(all) => joined(all, "0", " or ", bound),
            Predicate::Not(inner) => format!("not {}", self.condition(inner, bound)),
            Predicate::Is(on, values) => any(on, values, &|n| format!("v{n} = ?")),
            Predicate::Contains(on, values) => any(on, values, &|n| format!("instr(v{n}, ?) > 0")),
            Predicate::Starts(on, values) => any(on, values, &|n| format!("instr(v{n}, ?) = 1")),
            Predicate::Within(on, range) => within(place(on), range),
        }
    }

    async fn asked(&mut self, ask: &Ask, what: &str, times: (i64, i64), behind: &str) -> Vec<SqliteRow> {
        let mut bound = Vec::new();
        let condition = self.condition(&ask.filter, &mut bound);
        let (from, to) = times;
        let sql = format!("select {what} from e where at >= {from} and at < {to} and {condition} {behind}");
        let query = bound.into_iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, text| query.bind(text));
        query.fetch_all(&mut self.db).await.unwrap()
    }

    /// The numbers of a period, in total and over time.
    pub async fn overview(&mut self, ask: &Ask) -> Overview {
        let (grain, bounds) = ask.bounds();
        let all = (bounds[0], bounds[bounds.len() - 1]);
        let totals = sums(&self.asked(ask, SUMS, all, "").await[0], 0);
        let mut series = Vec::new();
        for pair in bounds.windows(2) {
            let found = self.asked(ask, SUMS, (pair[0], pair[1]), "").await;
            series.push(Point { start_ms: pair[0], sums: sums(&found[0], 0), hidden: None });
        }
        Overview { totals, grain, series, hidden: None }
    }

    /// The numbers of a period by the values of a dimension, most visitors first.
    pub async fn breakdown(&mut self, ask: &Ask, by: &Dimension, lines: usize) -> Vec<RowBy> {
        let (_, bounds) = ask.bounds();
        let all = (bounds[0], bounds[bounds.len() - 1]);
        let at = self.dimensions.iter().position(|d| d == by).unwrap();
        let behind = format!("and v{at} <> '' group by v{at} order by 2 desc, 4 desc, 1 limit {lines}");
        let found = self.asked(ask, &format!("v{at}, {SUMS}"), all, &behind).await;
        found.iter().map(|row| RowBy { value: row.get(0), sums: sums(row, 1), hidden: None }).collect()
    }
}

fn sums(row: &SqliteRow, first: usize) -> Sums {
    let number = |at: usize| row.get::<i64, _>(first + at);
    Sums {
        visitors: number(0),
        sessions: number(1),
        page_views: number(2),
        conversions: number(3),
        revenue_minor: number(4),
    }
}

fn within(at: usize, range: &Range) -> String {
    let from = range.from.map(|e| format!(" and n{at} {} {:?}", if e.included { ">=" } else { ">" }, e.at));
    let to = range.to.map(|e| format!(" and n{at} {} {:?}", if e.included { "<=" } else { "<" }, e.at));
    format!("(n{at} is not null{}{})", from.unwrap_or_default(), to.unwrap_or_default())
}

/// Every dimension that a filter names, once.
fn named(predicate: &Predicate, into: &mut Vec<Dimension>) {
    match predicate {
        Predicate::And(all) | Predicate::Or(all) => all.iter().for_each(|part| named(part, into)),
        Predicate::Not(inner) => named(inner, into),
        Predicate::Is(on, _) | Predicate::Contains(on, _) | Predicate::Starts(on, _) | Predicate::Within(on, _) => {
            if !into.contains(on) {
                into.push(on.clone());
            }
        }
    }
}

/// The rows of a view that a permit opens.
pub fn rows_open(view: &LakeView, permit: &PermittedRows) -> Vec<Row> {
    rows(view).into_iter().filter(|row| open(row, permit)).collect()
}

/// Whether a permit opens a row: labelled with the purpose, closed by nothing, not too old, and of the one browser it is for.
fn open(row: &Row, permit: &PermittedRows) -> bool {
    let bit = permit.purpose_bit();
    permit.only().is_none_or(|only| only == row.visitor)
        && row.purposes.has(bit)
        && row.event.at.0 >= permit.retention().oldest_ms(row.notice_version, bit)
        && permit.closed().allowed(row.visitor, PurposeSet::one(bit), row.grant).has(bit)
}

/// Every row of a view, whosever it is.
fn rows(view: &LakeView) -> Vec<Row> {
    let mut all = Vec::new();
    for file in view.files.iter() {
        let reader = ParquetRecordBatchReaderBuilder::try_new(std::fs::File::open(&file.path).unwrap()).unwrap();
        reader.build().unwrap().for_each(|batch| read(&batch.unwrap(), &mut all));
    }
    view.tail.iter().for_each(|batch| read(batch, &mut all));
    all
}

fn read(batch: &RecordBatch, all: &mut Vec<Row>) {
    let blank = Row::blank(SiteId::parse("site_shop").unwrap());
    let first = all.len();
    all.resize(first + batch.num_rows(), blank);
    for column in COLUMNS {
        let Some(found) = batch.column_by_name(column.name) else { continue };
        let kind = match column.cell {
            Cell::Number(..) => DataType::Int64,
            Cell::Bits(..) => DataType::Int32,
            Cell::Id(..) => DataType::Binary,
            Cell::Text(..) => DataType::Utf8,
        };
        let found = cast(found, &kind).unwrap();
        let found = found.as_any();
        for (at, row) in all[first..].iter_mut().enumerate() {
            match column.cell {
                Cell::Number(_, set) => found
                    .downcast_ref::<Int64Array>()
                    .filter(|a| a.is_valid(at))
                    .into_iter()
                    .for_each(|a| set(row, a.value(at))),
                Cell::Bits(_, set) => {
                    let bits = found.downcast_ref::<Int32Array>().unwrap();
                    set(row, u32::from_ne_bytes(bits.value(at).to_ne_bytes()));
                }
                Cell::Id(_, set) => {
                    let ids = found.downcast_ref::<BinaryArray>().filter(|a| a.is_valid(at));
                    ids.and_then(|ids| ids.value(at).try_into().ok())
                        .into_iter()
                        .for_each(|id| set(row, u128::from_be_bytes(id)));
                }
                Cell::Text(_, set) => {
                    let texts = found.downcast_ref::<StringArray>().filter(|a| a.is_valid(at));
                    texts.into_iter().for_each(|texts| set(row, texts.value(at).to_owned()));
                }
            }
        }
    }
}
