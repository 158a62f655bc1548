//! Published notices: permanent, because they document the system and nobody's choice (B-21).

use hjemmel_model::{Notice, SiteId};
use hjemmel_policy::{Authorized, act};

use crate::{
    error::StoreError,
    sql,
    work::{Notices, Records, Work},
};

impl Notices<&mut Work> {
    /// Publish a notice: a version that exists is refused.
    pub async fn insert(&mut self, auth: &Authorized<act::NoticePublish>, notice: &Notice) -> Result<(), StoreError> {
        let body = serde_json::to_string(notice).map_err(|_| StoreError::Damaged("notice"))?;
        let hash = notice.hash().0;
        let at = notice.published_at;
        let values = [
            notice.site.as_str().into(),
            notice.version.into(),
            hash.as_str().into(),
            body.as_str().into(),
            at.0.into(),
        ];
        self.0.tx.execute(sql::NOTICE_INSERT, &values).await.map_err(|e| e.or_taken("notice version"))?;
        let id = format!("notice:{}:{}", notice.site, notice.version);
        self.0.evidence().add(&id, "notice", &body, at).await?;
        let detail = serde_json::json!({ "version": notice.version, "hash": hash });
        self.0.audit().add_with(auth, "notice.publish", (notice.site.as_str(), &detail), at).await
    }
}

impl<R: Records> Notices<R> {
    /// Every version of a site's notice, newest first.
    pub async fn list(&mut self, site: &SiteId) -> Result<Vec<Notice>, StoreError> {
        self.read(sql::NOTICE_LIST, &[site.as_str().into()]).await
    }

    /// Every version of every site's notice: what older ones promised still binds.
    pub async fn list_all(&mut self) -> Result<Vec<Notice>, StoreError> {
        self.read(sql::NOTICE_LIST_ALL, &[]).await
    }

    async fn read(&mut self, query: &'static str, values: &[crate::db::Value]) -> Result<Vec<Notice>, StoreError> {
        let rows = self.0.read(query, values).await?;
        rows.iter().map(|row| serde_json::from_str(&row.text(0)?).map_err(|_| StoreError::Damaged("notice"))).collect()
    }
}
