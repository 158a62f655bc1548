//! Topics and sign-up forms.

use axum::{Json, extract::State, http::StatusCode};
use hjemmel_app::{FormDraft, TopicDraft};
use hjemmel_model::{Form, FormId, Topic};
use hjemmel_policy::act;
use utoipa_axum::router::OpenApiRouter;

use super::Body;
use crate::{
    HttpState, Problem,
    auth::May,
    operation::{Id, operations},
};

pub fn router() -> OpenApiRouter<HttpState> {
    operations![
        topics,
        topic_create,
        list,
        create: form_unlawful,
        publish: changed form_unlawful taken,
    ]
}

/// What people can ask to be sent.
#[utoipa::path(get, path = "/topics", tag = "form", operation_id = "topic_list", responses((status = 200, body = Vec<Topic>)))]
async fn topics(auth: May<act::FormRead>, State(state): State<HttpState>) -> Result<Json<Vec<Topic>>, Problem> {
    Ok(Json(state.app.forms().topic_list(&auth).await?))
}

/// Create a topic.
#[utoipa::path(post, path = "/topics", tag = "form", operation_id = "topic_create", request_body = TopicDraft,
    responses((status = 201, body = Topic)))]
async fn topic_create(
    auth: May<act::FormWrite>,
    State(state): State<HttpState>,
    Body(draft): Body<TopicDraft>,
) -> Result<(StatusCode, Json<Topic>), Problem> {
    let topic = state.app.forms().topic_create(&auth, &draft).await?;
    Ok((StatusCode::CREATED, Json(topic)))
}

/// The current versions of the organisation's forms. Each is a page at `/f/ID`.
#[utoipa::path(get, path = "/forms", tag = "form", operation_id = "form_list", responses((status = 200, body = Vec<Form>)))]
async fn list(auth: May<act::FormRead>, State(state): State<HttpState>) -> Result<Json<Vec<Form>>, Problem> {
    Ok(Json(state.app.forms().list(&auth).await?))
}

/// Publish a new form, unless it breaks a rule.
#[utoipa::path(post, path = "/forms", tag = "form", operation_id = "form_create", request_body = FormDraft,
    responses((status = 201, body = Form)))]
async fn create(
    auth: May<act::FormWrite>,
    State(state): State<HttpState>,
    Body(draft): Body<FormDraft>,
) -> Result<(StatusCode, Json<Form>), Problem> {
    let form = state.app.forms().publish(&auth, None, &draft).await?;
    Ok((StatusCode::CREATED, Json(form)))
}

/// Publish the next version of a form.
#[utoipa::path(put, path = "/forms/{id}", tag = "form", operation_id = "form_publish", request_body = FormDraft,
    responses((status = 200, body = Form)))]
async fn publish(
    auth: May<act::FormWrite>,
    State(state): State<HttpState>,
    Id(id): Id<FormId>,
    Body(draft): Body<FormDraft>,
) -> Result<Json<Form>, Problem> {
    Ok(Json(state.app.forms().publish(&auth, Some(&id), &draft).await?))
}
