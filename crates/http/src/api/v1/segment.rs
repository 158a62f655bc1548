//! Segments: make them, see how many are in, out or neither and why, and who.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use hjemmel_app::{SegmentDraft, SegmentMembers, SegmentPreview, SegmentView};
use hjemmel_model::{Axis, Facet, Segment, SegmentId};
use hjemmel_policy::act;
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;

use super::{Body, Query};
use crate::{
    HttpState, Problem,
    auth::May,
    operation::{Id, operations},
};

pub fn router() -> OpenApiRouter<HttpState> {
    operations![
        list,
        facets,
        create: not_found segment_invalid,
        preview: segment_invalid,
        read,
        change: changed not_found segment_invalid,
        remove: segment_in_use,
        versions,
        members,
        file,
    ]
}

/// The segments, by name, each read back as a sentence, with how many are in it, out of it, or neither and why.
#[utoipa::path(get, path = "/segments", tag = "segment", operation_id = "segment_list",
    responses((status = 200, body = Vec<SegmentView>)))]
async fn list(auth: May<act::SegmentRead>, State(state): State<HttpState>) -> Result<Json<Vec<SegmentView>>, Problem> {
    Ok(Json(state.app.segments().list(&auth, auth.language()).await?))
}

/// Something that segments ask by.
#[derive(Serialize, utoipa::ToSchema)]
struct FacetView {
    /// Its name; where it ends with `:`, a name of your own follows: of an attribute, a topic, a currency or a segment.
    #[schema(example = "order_last")]
    name: &'static str,
    /// How it can be asked by.
    operators: &'static [&'static str],
    /// Which data it reads, as the register's activities name it.
    data: &'static str,
}

/// An example of each name that wants another one after it.
fn facet(name: &'static str) -> Option<Facet> {
    let of = match name {
        "permission:" => "top_1",
        "segment:" => "seg_1",
        "order_sum:" => "DKK",
        _ if name.ends_with(':') => "x",
        _ => "",
    };
    Facet::from_name(&format!("{name}{of}"))
}

/// What segments can ask by, with which operators.
#[utoipa::path(get, path = "/segments/facets", tag = "segment", operation_id = "segment_facets",
    responses((status = 200, body = Vec<FacetView>)))]
async fn facets(_auth: May<act::SegmentRead>) -> Json<Vec<FacetView>> {
    let view = |name: &'static str| {
        let facet = facet(name)?;
        Some(FacetView { name, operators: facet.operators(), data: facet.data().name() })
    };
    Json(Facet::NAMES.into_iter().filter_map(view).collect())
}

/// Make a segment. Everybody is gone through for it at once, in the background; `complete` says when that is done.
#[utoipa::path(post, path = "/segments", tag = "segment", operation_id = "segment_create", request_body = SegmentDraft,
    responses((status = 201, body = SegmentView)))]
async fn create(
    auth: May<act::SegmentWrite>,
    State(state): State<HttpState>,
    Body(draft): Body<SegmentDraft>,
) -> Result<(StatusCode, Json<SegmentView>), Problem> {
    let made = state.app.segments().create(&auth, &draft, auth.language()).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// What somebody is building.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct SegmentAsk {
    /// Who would be in it: JSON with the operator first.
    #[schema(value_type = Vec<serde_json::Value>)]
    definition: serde_json::Value,
}

/// How many would be in it now, out of it, or neither and why. Of more than 5,000 people a part is looked at, from all along the
/// list: `looked_at` says how many.
#[utoipa::path(post, path = "/segments/preview", tag = "segment", operation_id = "segment_preview", request_body = SegmentAsk,
    responses((status = 200, body = SegmentPreview)))]
async fn preview(
    auth: May<act::SegmentRead>,
    State(state): State<HttpState>,
    Body(ask): Body<SegmentAsk>,
) -> Result<Json<SegmentPreview>, Problem> {
    Ok(Json(state.app.segments().preview(&auth, &ask.definition, auth.language()).await?))
}

/// One segment as it stands.
#[utoipa::path(get, path = "/segments/{id}", tag = "segment", operation_id = "segment_read",
    responses((status = 200, body = SegmentView)))]
async fn read(
    auth: May<act::SegmentRead>,
    State(state): State<HttpState>,
    Id(id): Id<SegmentId>,
) -> Result<Json<SegmentView>, Problem> {
    Ok(Json(state.app.segments().detail(&auth, &id, auth.language()).await?))
}

/// The next version of a segment.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct SegmentChange {
    /// What it says now.
    segment: SegmentDraft,
    /// The version it builds on, as seen by whoever changes it.
    version: u32,
}

/// Write the next version. Whoever did not see the latest is refused with `changed`; newsletters that rest on an older version go
/// on with that.
#[utoipa::path(put, path = "/segments/{id}", tag = "segment", operation_id = "segment_change", request_body = SegmentChange,
    responses((status = 200, body = SegmentView)))]
async fn change(
    auth: May<act::SegmentWrite>,
    State(state): State<HttpState>,
    Id(id): Id<SegmentId>,
    Body(change): Body<SegmentChange>,
) -> Result<Json<SegmentView>, Problem> {
    let seen = (&id, change.version);
    Ok(Json(state.app.segments().change(&auth, seen, &change.segment, auth.language()).await?))
}

/// Remove a segment: who stood where is forgotten, its versions stay. Refused while a newsletter that is not over, or another
/// segment, rests on it.
#[utoipa::path(delete, path = "/segments/{id}", tag = "segment", operation_id = "segment_remove",
    responses((status = 204)))]
async fn remove(
    auth: May<act::SegmentWrite>,
    State(state): State<HttpState>,
    Id(id): Id<SegmentId>,
) -> Result<StatusCode, Problem> {
    state.app.segments().remove(&auth, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The versions of a segment, newest first, at most two hundred.
#[utoipa::path(get, path = "/segments/{id}/versions", tag = "segment", operation_id = "segment_versions",
    responses((status = 200, body = Vec<Segment>)))]
async fn versions(
    auth: May<act::SegmentRead>,
    State(state): State<HttpState>,
    Id(id): Id<SegmentId>,
) -> Result<Json<Vec<Segment>>, Problem> {
    Ok(Json(state.app.segments().versions(&auth, &id).await?))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Page {
    /// People after this one.
    after: Option<String>,
}

/// Who is in a segment, fifty at a time.
#[utoipa::path(get, path = "/segments/{id}/members", tag = "segment", operation_id = "segment_members", params(Page),
    responses((status = 200, body = SegmentMembers)))]
async fn members(
    auth: May<act::SegmentRead>,
    State(state): State<HttpState>,
    Id(id): Id<SegmentId>,
    Query(page): Query<Page>,
) -> Result<Json<SegmentMembers>, Problem> {
    // Addresses are shown, so it takes leave to see people as well.
    let people = auth.also::<act::PersonRead>()?;
    let found = state.app.segments().members(&people, &id, page.after.as_deref().unwrap_or_default()).await?;
    state.app.audit().looked(&people, "person.segment", id.as_str()).await;
    Ok(Json(found))
}

/// The same as a table, at most ten thousand people; where there are more, its last line says after whom to ask on. Each time it
/// is taken is written down first.
#[utoipa::path(get, path = "/segments/{id}/members/file", tag = "segment", operation_id = "segment_members_file", params(Page),
    responses((status = 200, content((String = "text/csv")))))]
async fn file(
    auth: May<act::SegmentRead>,
    State(state): State<HttpState>,
    Id(id): Id<SegmentId>,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let people = auth.also::<act::PersonRead>()?;
    let after = page.after.as_deref().unwrap_or_default();
    let bytes = state.app.segments().members_file(&people, &id, after, auth.language()).await?;
    let named = "attachment; filename=\"segment.csv\"";
    Ok(([("content-type", "text/csv; charset=utf-8"), ("content-disposition", named)], bytes).into_response())
}
