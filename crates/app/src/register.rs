//! The register: what the organisation does with people's data, kept by those who answer for it. What the program does and
//! no processing activity names is refused (G-01).
//!
//! Every kind of record goes one way: what a kind does of its own is in [`Kept`], and what it says is declared with its type.

mod activity;
mod assess;
mod breach;
mod check;
mod disclose;
mod draft;
mod finding;
mod record;
mod start;
mod state;
mod supplier;
mod term;

use hjemmel_model::{Activity, AnyRecord, AtMs, EntryId, Language, Registered, TenantId, Use, Zone};
use hjemmel_policy::{Authorized, Refusal, act, decide_use};
use hjemmel_store::{Entry, StoreError, work};
use hjemmel_words::key;
use serde::{Deserialize, Serialize};

use crate::{AppError, cases};

use assess::uses_follow;

pub use draft::DraftFor;
pub use finding::{Finding, FindingCode};
pub use record::{RecordFile, RecordFormat};
pub use state::{STATE_CONTEXT, StateFormat};
pub use term::{FieldShown, KindShown, PartShown, Term, Terms, WhenShown, terms};

/// What a kind of record does of its own.
pub trait Kept: Registered {
    /// What is wrong with it beyond what its fields ask for.
    fn check(&self, as_of: &AsOf) -> Result<(), AppError>;

    /// The set that ships, in a language, for an organisation of that country with those activities; empty where none does.
    fn set(language: Language, country: &str, activities: &[Entry<Activity>]) -> Vec<Self>;

    /// Why what the program would do on its word is refused, or stands against the law.
    fn refusals(&self, _as_of: &AsOf) -> Vec<Refusal> {
        Vec::new()
    }
}

/// The moment that something is looked at, where the organisation is.
#[derive(Clone, Debug)]
pub struct AsOf {
    /// The day there, as `2026-11-27`.
    pub today: String,
    /// The moment.
    pub now: AtMs,
    /// The zone.
    pub zone: Zone,
}

/// The records of a kind.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RegisterRecords {
    /// Whether the organisation keeps no register of its own yet: until then everything that the program does counts as named.
    pub as_shipped: bool,
    /// By name.
    pub entries: Vec<Entry<AnyRecord>>,
    /// What is missing, refused or out of date. Of today.
    pub findings: Vec<Finding>,
}

/// Records, or the versions of one.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RegisterVersions {
    /// Newest first.
    pub versions: Vec<Entry<AnyRecord>>,
}

/// The next version of a record.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterChange<T> {
    /// The version that was read: when another one was written meanwhile, nothing is written over.
    pub version: i64,
    /// What it is to say.
    pub entry: T,
}

impl cases::Register<'_> {
    /// The register names what is about to be done, or it is refused.
    pub(crate) async fn asked(&self, tenant: &TenantId, of: Use) -> Result<(), AppError> {
        let named = self.store.register().uses(tenant).await?;
        decide_use(named, of).map_err(|refusal| AppError::Refused(refusal.reason))
    }

    /// The records of a kind as they were at a moment, or as they are.
    pub async fn list<T: Kept>(
        &self,
        auth: &Authorized<act::RegisterRead>,
        at: Option<AtMs>,
        language: Language,
    ) -> Result<RegisterRecords, AppError> {
        let entries = self.store.register().list::<T>(auth.tenant(), at.unwrap_or_else(|| self.clock.now())).await?;
        Ok(RegisterRecords {
            as_shipped: self.store.register().is_as_shipped(auth.tenant()).await?,
            entries: entries.into_iter().map(Entry::any).collect(),
            findings: self.findings_of::<T>(auth.tenant(), language).await?,
        })
    }

    /// Every version of a record until a moment, or all of them, newest first.
    pub async fn history<T: Kept>(
        &self,
        auth: &Authorized<act::RegisterRead>,
        id: &EntryId,
        until: Option<AtMs>,
    ) -> Result<RegisterVersions, AppError> {
        let mut versions = self.store.register().history::<T>(auth.tenant(), id).await?;
        versions.retain(|version| until.is_none_or(|until| version.at <= until));
        Ok(RegisterVersions { versions: versions.into_iter().map(Entry::any).collect() })
    }

    /// Enter a record.
    pub async fn create<T: Kept>(
        &self,
        auth: &Authorized<act::RegisterWrite>,
        draft: &T,
    ) -> Result<Entry<T>, AppError> {
        let now = self.clock.now();
        let record = self.checked(auth.tenant(), draft, None).await?;
        let id = EntryId::new(now, self.entropy.as_ref());
        let today = self.today(auth.tenant());
        let made = work!(self.store, |w| {
            let made = w.register().insert(auth, &id, &record, now).await?;
            uses_follow(w, auth.tenant(), &today).await?;
            Ok::<_, StoreError>(made)
        })?;
        self.told_soon().await;
        Ok(made)
    }

    /// Write the next version of one. What it names no longer is refused from then on.
    pub async fn change<T: Kept>(
        &self,
        auth: &Authorized<act::RegisterWrite>,
        id: &EntryId,
        change: &RegisterChange<T>,
    ) -> Result<Entry<T>, AppError> {
        let known = self.store.register().history::<T>(auth.tenant(), id).await?.into_iter().next();
        let record = self.checked(auth.tenant(), &change.entry, known.map(|known| known.entry).as_ref()).await?;
        let now = self.clock.now();
        let today = self.today(auth.tenant());
        let made = work!(self.store, |w| {
            let made = w.register().update(auth, (id, change.version), &record, now).await?;
            uses_follow(w, auth.tenant(), &today).await?;
            Ok::<_, StoreError>(made)
        })?;
        self.told_soon().await;
        Ok(made)
    }

    /// End one. What it said stays in its history; what it named is refused from then on.
    pub async fn end<T: Kept>(
        &self,
        auth: &Authorized<act::RegisterWrite>,
        id: &EntryId,
        version: i64,
    ) -> Result<(), AppError> {
        let now = self.clock.now();
        let today = self.today(auth.tenant());
        work!(self.store, |w| {
            w.register().end::<T>(auth, (id, version), now).await?;
            uses_follow(w, auth.tenant(), &today).await
        })?;
        self.told_soon().await;
        Ok(())
    }

    /// Begin with the set that ships, in the organisation's language.
    pub async fn start<T: Kept>(&self, auth: &Authorized<act::RegisterWrite>) -> Result<Vec<Entry<T>>, AppError> {
        let now = self.clock.now();
        let organisation = self.store.organisations().find(auth.tenant()).await?;
        let country = self.organisation().organisation_country(auth.tenant()).await?;
        let language = organisation.languages.first().copied().unwrap_or(Language::En);
        let activities = self.store.register().list::<Activity>(auth.tenant(), now).await?;
        let today = self.today(auth.tenant());
        let drafts: Vec<_> = T::set(language, &country, &activities)
            .into_iter()
            .map(|record| (EntryId::new(now, self.entropy.as_ref()), record))
            .collect();
        if drafts.is_empty() {
            return Err(StoreError::NotFound("record").into());
        }
        let made = work!(self.store, |w| {
            // Activities count as shipped until there is one; of every other kind there is none until then.
            let begun = match T::KIND == Activity::KIND {
                true => !w.register().is_as_shipped(auth.tenant()).await?,
                false => !w.register().list::<T>(auth.tenant(), now).await?.is_empty(),
            };
            if begun {
                return Err(StoreError::Taken("register"));
            }
            let mut made = Vec::with_capacity(drafts.len());
            for (id, record) in &drafts {
                made.push(w.register().insert(auth, id, record, now).await?);
            }
            uses_follow(w, auth.tenant(), &today).await?;
            Ok(made)
        })?;
        self.told_soon().await;
        Ok(made)
    }

    /// What is written stands, whatever comes next: decisions that read it from memory have it now, or with the next look at all
    /// sites a few seconds later.
    async fn told_soon(&self) {
        if let Err(error) = self.sites_refresh().await {
            tracing::warn!(%error, "register.sites.later");
        }
    }

    /// The end of a day that has begun, in the organisation's zone.
    pub fn day_end(&self, tenant: &TenantId, day: &str) -> Result<AtMs, AppError> {
        let wrong = || AppError::Invalid { field: "on", why: key!("field_is_a_day_that_has_been") };
        let zone = Zone::of(&self.organisation().organisation_zone(tenant));
        let day: jiff::civil::Date = day.parse().map_err(|_| wrong())?;
        if day > self.clock.now().local_date(zone.tz()) {
            return Err(wrong());
        }
        let next = day.tomorrow().and_then(|next| next.to_zoned(zone.tz().clone())).map_err(|_| wrong())?;
        Ok(AtMs(next.timestamp().as_millisecond()).plus_ms(-1))
    }

    /// Just now where the organisation is.
    fn as_of(&self, tenant: &TenantId) -> AsOf {
        let (now, zone) = (self.clock.now(), Zone::of(&self.organisation().organisation_zone(tenant)));
        AsOf { today: zone.day(now), now, zone }
    }

    /// Today where the organisation is, as the register writes days.
    fn today(&self, tenant: &TenantId) -> String {
        self.day_of(tenant, self.clock.now())
    }

    /// The day of a moment there.
    fn day_of(&self, tenant: &TenantId, at: AtMs) -> String {
        at.local_date(Zone::of(&self.organisation().organisation_zone(tenant)).tz()).to_string()
    }
}
