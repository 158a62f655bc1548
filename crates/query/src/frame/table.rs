//! A site's events as a table: the files of one view and its tail, behind the gate.

use std::{collections::BTreeMap, sync::Arc};

use async_trait::async_trait;
use datafusion::{
    arrow::datatypes::SchemaRef,
    catalog::{
        Session, TableProvider,
        memory::{DataSourceExec, MemorySourceConfig},
    },
    common::{DFSchema, internal_datafusion_err},
    datasource::{
        TableType,
        listing::PartitionedFile,
        physical_plan::{FileGroup, FileScanConfigBuilder, ParquetSource},
    },
    error::{DataFusionError, Result},
    execution::object_store::ObjectStoreUrl,
    logical_expr::Expr,
    object_store::path::Path,
    physical_plan::{ExecutionPlan, filter::FilterExecBuilder, union::UnionExec},
};
use hjemmel_lake::{LakeView, TableFile};
use hjemmel_policy::PermittedRows;

use super::gate::permitted;

/// The events of one site between two times that a permit opens.
#[derive(Debug)]
pub struct EventTable {
    schema: SchemaRef,
    view: Arc<LakeView>,
    permit: Arc<PermittedRows>,
    at_ms: (i64, i64),
}

impl EventTable {
    /// Events of the view; files that hold nothing at or after `at_ms.0` and before `at_ms.1` are not opened. Rows of other
    /// times are the query's to leave out.
    pub fn new(view: Arc<LakeView>, permit: Arc<PermittedRows>, at_ms: (i64, i64)) -> EventTable {
        EventTable { schema: hjemmel_lake::schema(), view, permit, at_ms }
    }

    /// The files that are read. Each is what was written, or there is no answer.
    async fn files(&self) -> Result<Vec<TableFile>> {
        let (from, to) = self.at_ms;
        let only = self.permit.only();
        let wanted = self.view.files.iter().filter(|f| f.at_ms.0 < to && f.at_ms.1 >= from);
        // One visitor's rows lie in one bucket: the others are not opened.
        let wanted: Vec<_> = wanted.filter(|f| only.is_none_or(|only| f.may_hold(only))).cloned().collect();
        self.view.sound(&wanted).await.map_err(|e| DataFusionError::External(Box::new(e)))?;
        Ok(wanted)
    }

    fn groups(files: &[TableFile]) -> Result<Vec<FileGroup>> {
        let mut parts: BTreeMap<&str, Vec<PartitionedFile>> = BTreeMap::new();
        for file in files {
            // Rows of a visitor lie in one bucket, so a bucket stays together.
            let bucket = file.part.rsplit('/').next().unwrap_or_default();
            parts.entry(bucket).or_default().push(partitioned(file)?);
        }
        Ok(parts.into_values().map(FileGroup::new).collect())
    }
}

fn partitioned(file: &TableFile) -> Result<PartitionedFile> {
    let mut out = PartitionedFile::new("", file.size);
    out.object_meta.location = Path::from_absolute_path(&file.path)?;
    Ok(out)
}

#[async_trait]
impl TableProvider for EventTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        _limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let out: Vec<usize> = projection.cloned().unwrap_or_else(|| (0..self.schema.fields().len()).collect());
        let gate = permitted(Arc::clone(&self.permit));
        let mut need = out.clone();
        for column in gate.column_refs() {
            need.push(self.schema.index_of(column.name())?);
        }
        need.sort_unstable();
        need.dedup();

        let mut inputs: Vec<Arc<dyn ExecutionPlan>> = Vec::new();
        let groups = EventTable::groups(&self.files().await?)?;
        if !groups.is_empty() {
            let source = ParquetSource::new(Arc::clone(&self.schema))
                .with_table_parquet_options(state.default_table_options().parquet);
            let config = FileScanConfigBuilder::new(ObjectStoreUrl::local_filesystem(), Arc::new(source))
                .with_file_groups(groups)
                .with_projection_indices(Some(need.clone()))?
                .build();
            inputs.push(DataSourceExec::from_data_source(config));
        }
        let tail = [self.view.tail.clone()];
        inputs.push(MemorySourceConfig::try_new_exec(&tail, Arc::clone(&self.schema), Some(need.clone()))?);
        let input = UnionExec::try_new(inputs)?;

        let scanned = DFSchema::try_from(Arc::new(self.schema.project(&need)?) as SchemaRef)?;
        let predicate = state.create_physical_expr(gate, &scanned)?;
        let positions = out
            .iter()
            .map(|i| need.binary_search(i).map_err(|_| internal_datafusion_err!("a column was not scanned")))
            .collect::<Result<Vec<usize>>>()?;
        let plan = FilterExecBuilder::new(predicate, input)
            .apply_projection(Some(positions))?
            .with_batch_size(state.config().batch_size())
            .build()?;
        Ok(Arc::new(plan))
    }
}
