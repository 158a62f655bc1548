//! The engine: sessions with limits, and one way in.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use datafusion::{
    arrow::array::RecordBatch,
    error::DataFusionError,
    execution::{
        disk_manager::{DiskManagerBuilder, DiskManagerMode},
        memory_pool::FairSpillPool,
        runtime_env::{RuntimeEnv, RuntimeEnvBuilder},
    },
    prelude::{DataFrame, SessionConfig, SessionContext},
};
use futures::FutureExt;
use hjemmel_lake::LakeView;
use hjemmel_policy::PermittedRows;

use crate::table::EventTable;

/// Why a question was not answered.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// It took too long.
    #[error("the report took longer than {0} seconds")]
    TooSlow(u64),
    /// The permit is for another site.
    #[error("the permit is for another site")]
    OtherSite,
    /// The engine, or a file that it reads.
    #[error("the report could not be computed")]
    Engine(#[from] DataFusionError),
    /// The engine met what it does not expect, such as in a damaged file.
    #[error("the engine stopped in the middle of the report")]
    Stopped,
}

/// Limits of the engine.
#[derive(Clone, Debug)]
pub struct EngineOptions {
    /// Bytes all queries together may hold.
    pub memory_bytes_max: usize,
    /// Seconds one query may take.
    pub seconds_max: u64,
    /// Threads one query may use.
    pub threads: usize,
}

impl Default for EngineOptions {
    fn default() -> EngineOptions {
        EngineOptions { memory_bytes_max: 1 << 30, seconds_max: 20, threads: 2 }
    }
}

/// The query engine of a process.
#[derive(Debug)]
pub struct Engine {
    runtime: Arc<RuntimeEnv>,
    options: EngineOptions,
}

impl Engine {
    /// An engine with those limits.
    pub fn new(options: EngineOptions) -> Result<Engine, QueryError> {
        let runtime = RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::new(FairSpillPool::new(options.memory_bytes_max)))
            .with_disk_manager_builder(DiskManagerBuilder::default().with_mode(DiskManagerMode::Disabled))
            .build_arc()?;
        Ok(Engine { runtime, options })
    }

    /// The permitted events of a view between two times, to be asked.
    pub(crate) fn events(
        &self,
        view: &Arc<LakeView>,
        permit: &Arc<PermittedRows>,
        at_ms: (i64, i64),
    ) -> Result<DataFrame, QueryError> {
        let config = SessionConfig::new()
            .with_target_partitions(self.options.threads)
            .with_information_schema(false)
            .set_bool("datafusion.execution.parquet.pushdown_filters", true);
        let session = SessionContext::new_with_config_rt(config, Arc::clone(&self.runtime));
        let table = EventTable::new(Arc::clone(view), Arc::clone(permit), at_ms);
        Ok(session.read_table(Arc::new(table))?)
    }

    /// Run a question to a view within the limits. What it reads may be damaged, and code that reads files panics on some of
    /// what it does not know: that ends the question and nothing else, and the files are looked at again before the next.
    pub(crate) async fn run(&self, view: &LakeView, question: DataFrame) -> Result<Vec<RecordBatch>, QueryError> {
        let limit = Duration::from_secs(self.options.seconds_max);
        let answer = AssertUnwindSafe(question.collect()).catch_unwind();
        match tokio::time::timeout(limit, answer).await {
            Ok(Ok(Ok(batches))) => Ok(batches),
            Ok(Ok(Err(e))) => {
                view.doubted();
                Err(e.into())
            }
            Ok(Err(_)) => {
                tracing::error!("query.panicked");
                view.doubted();
                Err(QueryError::Stopped)
            }
            Err(_) => Err(QueryError::TooSlow(self.options.seconds_max)),
        }
    }
}
