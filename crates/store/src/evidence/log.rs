//! Whether the log is what its newest signed root says, and the way on when it is not: a new log whose first leaf refers to
//! the old one, and in which every record is entered again.

use hjemmel_model::AtMs;
use hjemmel_policy::{Authorized, act};
use serde::Serialize;

use super::{Checkpoint, hex, tree};
use crate::{
    Store,
    audit::Did,
    db::unit_of_work,
    error::StoreError,
    merkle::Frontier,
    sql,
    work::{Evidence, Records},
};

/// The counter with the number of the log that is written to; a database that never began another has none.
const LOG: &str = "evidence_log";

/// What a look at the whole log found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LogFinding {
    /// The newest signed state, if anything was ever recorded.
    pub checkpoint: Option<Checkpoint>,
    /// Whether the leaves give the signed root again.
    pub intact: bool,
    /// What is wrong: `root`, `leaves` (numbers are missing), `signature`; empty when nothing is.
    pub fault: String,
}

/// What a new log says about the one before it, as its first leaf commits to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LogRestart {
    /// The number of the new log.
    pub log: i64,
    /// The last signed state of the old one.
    pub previous: Option<Checkpoint>,
    /// What was found wrong with it.
    pub fault: String,
    /// Why a person began a new one.
    pub reason: String,
}

impl Store {
    /// The number of the log that is written to.
    pub(super) async fn evidence_log(&self) -> Result<i64, StoreError> {
        let rows = self.db.read(sql::COUNTER_READ, &[LOG.into()]).await?;
        rows.first().map_or(Ok(1), |row| row.int(0))
    }
}

impl<R: Records> Evidence<R> {
    /// Go through the whole log: do its leaves give the root that was signed?
    pub async fn check(&mut self) -> Result<LogFinding, StoreError> {
        let Some(newest) = self.checkpoint().await? else {
            return Ok(LogFinding { checkpoint: None, intact: true, fault: String::new() });
        };
        let fault = match self.0.store().evidence_root(newest.log, newest.size).await {
            _ if !self.0.store().signature_is_ours(&newest) => "signature",
            Err(StoreError::Damaged(_)) => "leaves",
            Err(error) => return Err(error),
            Ok(root) if hex(&root) != newest.root => "root",
            Ok(_) => "",
        };
        Ok(LogFinding { checkpoint: Some(newest), intact: fault.is_empty(), fault: fault.to_owned() })
    }
}

impl Evidence<&Store> {
    /// Begin a new log that refers to the old one, and enter every record again. What the old one said stays signed.
    pub async fn restart(
        &self,
        auth: &Authorized<act::EvidenceRestart>,
        reason: &str,
        at: AtMs,
    ) -> Result<LogRestart, StoreError> {
        let found = self.0.evidence().check().await?;
        if found.intact {
            return Err(StoreError::Changed("evidence log"));
        }
        let old = self.0.evidence_log().await?;
        let restart =
            LogRestart { log: old + 1, previous: found.checkpoint, fault: found.fault, reason: reason.to_owned() };
        let content = serde_json::to_string(&restart).map_err(|_| StoreError::Damaged("evidence log"))?;
        let id = format!("log_{}", restart.log);
        let leaf = super::unhex(&self.leaf(&id, &content))?;
        unit_of_work!(self.0.db, |tx| {
            tx.execute(sql::EVIDENCE_REENTER, &[old.into()]).await?;
            tx.execute(sql::COUNTER_RAISE, &[LOG.into(), restart.log.into()]).await?;
            // The reference stands first, before anything is entered again.
            self.0.evidence_add(tx, &id, "log", &content, at).await?;
            tx.execute(sql::EVIDENCE_NUMBER, &[restart.log.into(), 0i64.into(), id.as_str().into()]).await?;
            let mut begun = Frontier::default();
            tree::push(tx, restart.log, &mut begun, leaf).await?;
            let root = begun.root();
            let note = self.0.sign(restart.log, 1, &root);
            let values = [restart.log.into(), 1i64.into(), hex(&root).into(), note.into(), at.0.into()];
            tx.execute(sql::EVIDENCE_CHECKPOINT_INSERT, &values).await?;
            let detail = serde_json::json!({ "log": restart.log, "fault": restart.fault }).to_string();
            self.0
                .audit_add(tx, (auth.tenant(), auth.actor()), Did::new("evidence.restart").to(&id).with(&detail), at)
                .await
        })?;
        Ok(restart)
    }
}
