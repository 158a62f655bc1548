//! The state of an organisation on a day, signed: every record of its register as it was, what the program might do by it, and under
//! which notices people were asked (GDPR 5(2), 24).
//!
//! Invariant: it names no person; what stands in it is what the register and the notices say.

use hjemmel_model::{AtMs, Language, RegisterKind, SignedState, TenantId, Use, UseSet, with_kind};
use hjemmel_pages::{EntryShown, RecordRow, RecordShown, StateShown};
use hjemmel_policy::{Authorized, act};
use hjemmel_store::Entry;
use hjemmel_words::{key, message};
use serde_json::{Value, json};

use super::{RecordFile, assess::Standing, record::shown};
use crate::{AppError, cases};

/// The context that states are signed in, so that a signature counts for nothing else.
pub const STATE_CONTEXT: &str = "hjemmel state v1\n";

/// As what a state is handed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum StateFormat {
    /// A page to read and print.
    #[default]
    Html,
    /// Data with its signature, which `hjemmel verify` checks.
    Json,
}

impl cases::Register<'_> {
    /// The state at a moment, or as it is.
    pub async fn state(
        &self,
        auth: &Authorized<act::RegisterRead>,
        at: Option<AtMs>,
        format: StateFormat,
        language: Language,
    ) -> Result<RecordFile, AppError> {
        let at = at.unwrap_or_else(|| self.clock.now());
        let day = self.day_of(auth.tenant(), at);
        let (state, records) = self.state_of(auth.tenant(), at, language).await?;
        let text = serde_json::to_string(&state).map_err(|_| AppError::Damaged("state"))?;
        let (key, signature) = self.store.text_sign(STATE_CONTEXT, &text);
        let signed = SignedState { state: text, key, signature };
        let (ending, bytes) = match format {
            StateFormat::Json => ("json", serde_json::to_vec_pretty(&signed).map_err(|_| AppError::Damaged("state"))?),
            StateFormat::Html => {
                let title = message!("state_title", day = day.as_str()).say(language);
                let page = StateShown { title, records, key: signed.key, signature: signed.signature };
                let page = hjemmel_pages::state(language, &page).map_err(|_| AppError::Damaged("page"))?;
                ("html", page.into_bytes())
            }
        };
        Ok(RecordFile { name: format!("state-{day}.{ending}"), bytes })
    }

    async fn state_of(
        &self,
        tenant: &TenantId,
        at: AtMs,
        language: Language,
    ) -> Result<(Value, Vec<RecordShown>), AppError> {
        let organisation = self.store.organisations().find(tenant).await?;
        let (mut kinds, mut records) = (serde_json::Map::new(), Vec::new());
        for kind in RegisterKind::ALL {
            let (data, record) = with_kind!(*kind, R => {
                let entries = self.store.register().list::<R>(tenant, at).await?;
                let names = self.names(tenant, <R as hjemmel_model::Registered>::FIELDS, at).await?;
                let record = shown::<R>(&entries, &names, (&organisation.name, &self.day_of(tenant, at)), language);
                (entries.into_iter().map(Entry::any).map(|e| json!(e)).collect::<Vec<_>>(), record)
            });
            kinds.insert(kind.name().to_owned(), data.into());
            records.push(record);
        }
        let uses = self.uses_at(tenant, at).await?;
        let notices = self.notices_at(tenant, at).await?;
        let named = Use::ALL.into_iter().filter(|of| uses.has(*of)).map(Use::name).collect::<Vec<_>>();
        records.push(self.beside(&organisation.name, &named, &notices, language));
        let state = json!({
            "organisation": organisation.name,
            "at": at.rfc3339(),
            "made_at": self.clock.now().rfc3339(),
            "uses": named,
            "register": kinds,
            "notices": notices,
            "evidence": self.store.evidence().checkpoint().await?.map(|c| json!({ "size": c.size, "root": c.root })),
        });
        Ok((state, records))
    }

    /// What the program might do then, by the records of then.
    async fn uses_at(&self, tenant: &TenantId, at: AtMs) -> Result<UseSet, AppError> {
        let mut activities = self.store.register().every(tenant).await?;
        let mut assessments = self.store.register().every(tenant).await?;
        activities.retain(|version| version.at <= at);
        assessments.retain(|version| version.at <= at);
        Ok(match activities.is_empty() {
            true => UseSet::ALL,
            false => Standing::of(activities, assessments).uses(&self.day_of(tenant, at)),
        })
    }

    /// The notice of each site that people were asked under then.
    async fn notices_at(&self, tenant: &TenantId, at: AtMs) -> Result<Vec<Value>, AppError> {
        let mut all = Vec::new();
        for site in self.sites.all().into_iter().filter(|site| site.site.tenant == *tenant) {
            let notices = self.store.notices().list(&site.site.id).await?;
            let newest = notices.into_iter().filter(|n| n.published_at <= at).max_by_key(|n| n.version);
            all.extend(
                newest.map(|notice| json!({ "site": site.site.name, "law": notice.law.id(), "notice": notice })),
            );
        }
        Ok(all)
    }

    /// What stands beside the register, to read.
    fn beside(&self, organisation: &str, uses: &[&str], notices: &[Value], language: Language) -> RecordShown {
        let say = |name: &str| hjemmel_words::word(language, name).unwrap_or_else(|| name.to_owned());
        let used = uses.iter().map(|of| say(&format!("use_of_{of}"))).collect::<Vec<_>>().join("; ");
        let asked = notices.iter().map(|of| {
            let text =
                |at: &str| of.pointer(at).map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            let [site, version, law] = ["/site", "/notice/version", "/law"].map(|at| text(at).unwrap_or_default());
            format!("{site}: {version} ({law})")
        });
        let row = |label: String, text: String| RecordRow { label, text };
        let rows = vec![
            row(key!("state_uses").say(language), used),
            row(key!("state_notices").say(language), asked.collect::<Vec<_>>().join("; ")),
        ];
        RecordShown {
            title: key!("state_beside").say(language),
            none: String::new(),
            organisation: organisation.to_owned(),
            contact: String::new(),
            day: String::new(),
            entries: vec![EntryShown { name: key!("state_allowed").say(language), rows }],
        }
    }
}
