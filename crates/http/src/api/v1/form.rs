//! Topics and sign-up forms.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use hjemmel_app::{FormDraft, TopicDraft};
use hjemmel_model::{Form, FormId, Topic};
use hjemmel_policy::act;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Body;
use crate::{
    HttpState, Problem,
    auth::{May, Staff},
};

pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(topics, topic_create)).routes(routes!(list, create)).routes(routes!(publish))
}

/// What people can ask to be sent.
#[utoipa::path(get, path = "/topics", tag = "form", operation_id = "topic_list", responses((status = 200, body = Vec<Topic>)))]
async fn topics(State(state): State<HttpState>, staff: Staff) -> Result<Json<Vec<Topic>>, Problem> {
    Ok(Json(state.app.forms().topic_list(&staff.may::<act::FormRead>()?).await?))
}

/// Create a topic.
#[utoipa::path(post, path = "/topics", tag = "form", operation_id = "topic_create", request_body = TopicDraft,
    responses((status = 201, body = Topic), (status = 422, body = Problem)))]
async fn topic_create(
    State(state): State<HttpState>,
    staff: May<act::FormWrite>,
    Body(draft): Body<TopicDraft>,
) -> Result<(StatusCode, Json<Topic>), Problem> {
    let topic = state.app.forms().topic_create(&staff.may::<act::FormWrite>()?, &draft).await?;
    Ok((StatusCode::CREATED, Json(topic)))
}

/// The current versions of the organisation's forms. Each is a page at `/f/ID`.
#[utoipa::path(get, path = "/forms", tag = "form", operation_id = "form_list", responses((status = 200, body = Vec<Form>)))]
async fn list(State(state): State<HttpState>, staff: Staff) -> Result<Json<Vec<Form>>, Problem> {
    Ok(Json(state.app.forms().list(&staff.may::<act::FormRead>()?).await?))
}

/// Publish a new form, unless it breaks a rule.
#[utoipa::path(post, path = "/forms", tag = "form", operation_id = "form_create", request_body = FormDraft,
    responses((status = 201, body = Form), (status = 422, body = Problem)))]
async fn create(
    State(state): State<HttpState>,
    staff: May<act::FormWrite>,
    Body(draft): Body<FormDraft>,
) -> Result<(StatusCode, Json<Form>), Problem> {
    let form = state.app.forms().publish(&staff.may::<act::FormWrite>()?, None, &draft).await?;
    Ok((StatusCode::CREATED, Json(form)))
}

/// Publish the next version of a form.
#[utoipa::path(put, path = "/forms/{id}", tag = "form", operation_id = "form_publish", request_body = FormDraft,
    responses((status = 200, body = Form), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
async fn publish(
    State(state): State<HttpState>,
    staff: May<act::FormWrite>,
    Path(id): Path<String>,
    Body(draft): Body<FormDraft>,
) -> Result<Json<Form>, Problem> {
    let auth = staff.may::<act::FormWrite>()?;
    let id = FormId::parse(&id).map_err(|e| Problem::new("malformed", e))?;
    Ok(Json(state.app.forms().publish(&auth, Some(&id), &draft).await?))
}
