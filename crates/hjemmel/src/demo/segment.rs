//! The shop's segments: who bought lately, and who spends much.

use anyhow::Context;
use hjemmel_app::{App, RegisterChange, SegmentDraft};
use hjemmel_model::{Activity, Language, TenantId, Use};
use hjemmel_policy::act;
use serde_json::json;

use super::may;

/// Since when the shop tells people where it collects: before the history begins.
pub async fn told(app: &App, tenant: &TenantId) -> anyhow::Result<()> {
    let auth = may::<act::RegisterWrite>(tenant);
    let all = app.store.register().list::<Activity>(tenant, app.clock.now()).await?;
    let found = all.into_iter().find(|a| a.entry.uses == [Use::Segments]).context("no activity names segments")?;
    let told_since = app.clock.now().plus_days(-200).rfc3339().get(..10).unwrap_or_default().to_owned();
    let activity = Activity { told_since, ..found.entry };
    app.register().change(&auth, &found.id, &RegisterChange { version: found.version, entry: activity }).await?;
    Ok(())
}

/// Two segments, worked out.
pub async fn segments(app: &App, tenant: &TenantId) -> anyhow::Result<()> {
    let auth = may::<act::SegmentWrite>(tenant);
    for (name, definition) in [
        ("Har købt inden for 30 dage", json!(["within", "order_last", 30])),
        ("Store kunder i Aarhus", json!(["and", [["gte", "order_sum:DKK", 300], ["is", "text:city", ["Aarhus"]]]])),
    ] {
        app.segments().create(&auth, &SegmentDraft { name: name.into(), definition }, Language::Da).await?;
    }
    while app.segments().step().await? {}
    Ok(())
}
