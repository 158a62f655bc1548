//! One question to a view: which files it needs, bucket by bucket on a few threads, within the limits.
//!
//! Invariant: no file is read that is not what was written, and what is read goes through the gate before it is counted.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use arrow::{
    array::{Array, Int64Array, RecordBatch, UInt32Array},
    compute::take_record_batch,
    error::ArrowError,
};
use hjemmel_lake::{LakeError, LakeView, TableFile, bucket_of, columns};
use hjemmel_model::{Predicate, Surrogate};
use hjemmel_policy::PermittedRows;

use crate::{
    engine::{Engine, QueryError},
    segment::{Budget, Need, Open, Segment},
    select,
};

/// What is asked of rows before they are counted.
pub struct Question {
    /// At or after the first and before the second.
    pub at_ms: (i64, i64),
    /// Only rows for which this holds.
    pub filter: Predicate,
    /// The columns that counting needs.
    pub needs: Vec<Need>,
    /// Of files that end before this nothing is needed but whose rows they are, and when.
    pub columns_from_ms: i64,
}

/// Rows of the tail that lie in one bucket, at most four weeks of them.
type Loose = (i64, Vec<RecordBatch>);

/// What is counted in one go: the files and the tail of one bucket, in which whole visitors lie.
#[derive(Default)]
struct Job {
    bucket: i32,
    files: Vec<TableFile>,
    loose: Vec<Loose>,
}

impl Job {
    fn rows(&self) -> u64 {
        let loose = self.loose.iter().flat_map(|(_, rows)| rows).map(|batch| batch.num_rows() as u64);
        self.files.iter().map(|f| f.rows).chain(loose).sum()
    }
}

/// The open rows of one bucket in a time, part by part.
pub struct Rows {
    /// Those for which the filter holds.
    pub chosen: Vec<Open>,
    /// All of them.
    pub all: Vec<Open>,
}

/// What one bucket has, behind the gate.
pub struct Bucket<'a> {
    /// Which one.
    pub number: i32,
    /// Of its files, those in which there may be rows of the time that is asked of.
    pub files: Vec<Open>,
    /// Its rows of the tail in that time.
    pub loose: Vec<Open>,
    question: &'a Question,
}

impl Bucket<'_> {
    /// Its open rows in the time that is asked of.
    pub fn rows(&self) -> Rows {
        self.within(self.files.iter().chain(&self.loose).cloned())
    }

    /// Of some, those in the time that is asked of.
    pub fn rows_of(&self, some: &[Open]) -> Rows {
        self.within(some.iter().cloned())
    }

    fn within(&self, some: impl Iterator<Item = Open>) -> Rows {
        let all: Vec<Open> = some.map(|open| open.between(self.question.at_ms)).collect();
        Rows { chosen: all.iter().map(|open| self.chosen(open)).collect(), all }
    }

    /// Its open rows in another time.
    pub fn rows_at(&self, at_ms: (i64, i64)) -> Rows {
        let all: Vec<Open> = self.files.iter().chain(&self.loose).map(|open| open.clone().between(at_ms)).collect();
        Rows { chosen: all.iter().map(|open| self.chosen(open)).collect(), all }
    }

    /// The rows for which the filter holds.
    pub fn chosen(&self, open: &Open) -> Open {
        match self.question.filter.is_empty() {
            true => open.clone(),
            false => open.clone().and(&select::chosen(&self.question.filter, open, &self.question.needs)),
        }
    }

    /// At or after the first and before the second.
    pub fn at_ms(&self) -> (i64, i64) {
        self.question.at_ms
    }
}

/// Counts the rows of one bucket, until it is told that nobody waits for them any more.
pub type Count<T> = dyn Fn(&Bucket<'_>, &AtomicBool) -> T + Send + Sync;

struct Work<T> {
    // The files are held for as long as somebody reads them.
    _view: Arc<LakeView>,
    permit: PermittedRows,
    question: Question,
    jobs: Vec<Job>,
    next: AtomicUsize,
    ended: AtomicBool,
    budget: Arc<Budget>,
    count: Box<Count<T>>,
}

impl<T> Work<T> {
    fn run(&self) -> Result<Vec<T>, LakeError> {
        let mut done = Vec::new();
        while let Some(job) = self.jobs.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            let mut files = Vec::with_capacity(job.files.len());
            for file in &job.files {
                if self.ended.load(Ordering::Relaxed) {
                    return Ok(done);
                }
                files.push(self.open(file)?);
            }
            if self.permit.only().is_none() {
                self.budget.tie(&mut files);
            }
            let lay =
                |(zero_ms, rows): &Loose| Segment::loose(*zero_ms, rows.clone(), &self.question.needs, &self.permit);
            let loose = job.loose.iter().map(lay).collect::<Result<_, _>>()?;
            let bucket = Bucket { number: job.bucket, files, loose, question: &self.question };
            done.push((self.count)(&bucket, &self.ended));
            self.budget.settle();
        }
        Ok(done)
    }

    fn open(&self, file: &TableFile) -> Result<Open, LakeError> {
        match self.permit.only() {
            Some(only) => self.budget.open_of(file, only, &self.question.needs, &self.permit),
            None if file.at_ms.1 < self.question.columns_from_ms => self.budget.open(file, &[], &self.permit),
            None => self.budget.open(file, &self.question.needs, &self.permit),
        }
    }
}

/// Ends the work when whoever asked has gone.
struct EndOnDrop<T>(Arc<Work<T>>);

impl<T> Drop for EndOnDrop<T> {
    fn drop(&mut self) {
        self.0.ended.store(true, Ordering::Relaxed);
    }
}

fn jobs(files: Vec<TableFile>, tail: BTreeMap<(i32, i64), Vec<RecordBatch>>) -> Vec<Job> {
    let mut jobs: BTreeMap<i32, Job> = BTreeMap::new();
    for file in files {
        let bucket = file.part.rsplit('/').next().and_then(|b| b.parse().ok()).unwrap_or_default();
        jobs.entry(bucket).or_default().files.push(file);
    }
    for ((bucket, window), rows) in tail {
        jobs.entry(bucket).or_default().loose.push((window * WINDOW_MS, rows));
    }
    let numbered = |(bucket, job): (i32, Job)| Job { bucket, ..job };
    let mut jobs: Vec<Job> = jobs.into_iter().map(numbered).collect();
    // The largest first, so that no thread is left alone with it at the end.
    jobs.sort_by_key(|job| std::cmp::Reverse(job.rows()));
    jobs
}

/// Time that rows of the tail are laid out together for.
const WINDOW_MS: i64 = 28 * 86_400_000;

/// The rows of the tail in a time, by bucket and window.
fn tail(
    batches: &[RecordBatch],
    at_ms: (i64, i64),
    only: Option<Surrogate>,
) -> Result<BTreeMap<(i32, i64), Vec<RecordBatch>>, ArrowError> {
    let mut found: BTreeMap<(i32, i64), Vec<RecordBatch>> = BTreeMap::new();
    for batch in batches {
        let numbers = |name: &str| batch.column_by_name(name).and_then(|c| c.as_any().downcast_ref::<Int64Array>());
        let (Some(visitors), Some(times)) = (numbers(columns::VISITOR), numbers(columns::AT)) else {
            return Err(ArrowError::SchemaError("a column of labels is missing".into()));
        };
        let mut places: BTreeMap<(i32, i64), Vec<u32>> = BTreeMap::new();
        for (row, (visitor, at)) in (0u32..).zip(visitors.iter().zip(times)) {
            let (Some(visitor), Some(at)) = (visitor.map(Surrogate), at) else { continue };
            if at >= at_ms.0 && at < at_ms.1 && only.is_none_or(|only| only == visitor) {
                places.entry((bucket_of(visitor), at.div_euclid(WINDOW_MS))).or_default().push(row);
            }
        }
        for (part, rows) in places {
            found.entry(part).or_default().push(take_record_batch(batch, &UInt32Array::from(rows))?);
        }
    }
    Ok(found)
}

/// The columns of a batch that are read.
fn narrowed(batch: &RecordBatch, needs: &[Need]) -> Result<RecordBatch, ArrowError> {
    let wanted = Segment::columns(needs);
    let schema = batch.schema();
    let places = schema.fields().iter().enumerate().filter(|(_, f)| wanted.contains(&f.name().as_str()));
    batch.project(&places.map(|(place, _)| place).collect::<Vec<_>>())
}

impl Engine {
    /// The files of a view that may hold what is asked. Each is what was written, or there is no answer.
    async fn files(
        &self,
        view: &LakeView,
        permit: &PermittedRows,
        at_ms: (i64, i64),
    ) -> Result<Vec<TableFile>, LakeError> {
        let (from, to) = at_ms;
        let wanted = view.files.iter().filter(|f| f.at_ms.0 < to && f.at_ms.1 >= from);
        // One visitor's rows lie in one bucket: the others are not opened.
        let wanted: Vec<_> = wanted.filter(|f| permit.only().is_none_or(|only| f.may_hold(only))).cloned().collect();
        view.sound(&wanted).await?;
        Ok(wanted)
    }

    /// What `count` comes to for each bucket. What it reads may be damaged, and code that reads files panics on some of what it
    /// does not know: that ends the question and nothing else, and the files are looked at again before the next.
    pub(crate) async fn scan<T: Send + 'static>(
        &self,
        view: LakeView,
        permit: PermittedRows,
        mut question: Question,
        count: Box<Count<T>>,
    ) -> Result<Vec<T>, QueryError> {
        let view = Arc::new(view);
        let files = self.files(&view, &permit, question.at_ms).await?;
        question.needs.extend(select::needs(&question.filter));
        let rows = view.tail.iter().map(|batch| narrowed(batch, &question.needs)).collect::<Result<Vec<_>, _>>();
        let loose = tail(&rows.map_err(LakeError::from)?, question.at_ms, permit.only()).map_err(LakeError::from)?;
        let jobs = jobs(files, loose);
        let threads = self.options.threads.clamp(1, jobs.len().max(1));
        let (next, ended) = (AtomicUsize::new(0), AtomicBool::new(false));
        let budget = Arc::clone(&self.budget);
        let work = Arc::new(Work { _view: Arc::clone(&view), permit, question, jobs, next, ended, budget, count });
        let _end = EndOnDrop(Arc::clone(&work));
        let workers = (0..threads).map(|_| {
            let work = Arc::clone(&work);
            tokio::task::spawn_blocking(move || work.run())
        });
        let limit = Duration::from_secs(self.options.seconds_max);
        let all = tokio::time::timeout(limit, futures::future::join_all(workers)).await;
        let all = all.map_err(|_| QueryError::TooSlow(self.options.seconds_max))?;
        let mut out = Vec::new();
        for done in all {
            match done {
                Ok(Ok(some)) => out.extend(some),
                Ok(Err(e)) => {
                    view.doubted();
                    return Err(e.into());
                }
                Err(_) => {
                    tracing::error!("query.panicked");
                    view.doubted();
                    return Err(QueryError::Stopped);
                }
            }
        }
        Ok(out)
    }
}
