//! What goes to a browser and comes back, in the form of the browsers' own `parseCreationOptionsFromJSON`,
//! `parseRequestOptionsFromJSON` and `toJSON` (Web Authentication Level 3, §5.1.8 to §5.1.10). Bytes are in Base64 for URLs.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

/// Whom a passkey is for: this installation.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PasskeyParty {
    /// The host of the console; a passkey works nowhere else.
    pub id: String,
    /// What the browser calls it.
    pub name: String,
}

/// Whose passkey it is.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyHolder {
    /// Their id.
    pub id: String,
    /// Where they get mail.
    pub name: String,
    /// What they are called.
    pub display_name: String,
}

/// A kind of key that is taken.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PasskeyKind {
    /// Always `public-key`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Its number in COSE.
    pub alg: i32,
}

/// A passkey that is there already.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PasskeyKnown {
    /// Always `public-key`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// What its authenticator calls it.
    pub id: String,
    /// How the authenticator is reached.
    pub transports: Vec<String>,
}

/// What the authenticator has to be.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyWish {
    /// Whether it remembers whose passkey it is.
    pub resident_key: &'static str,
    /// Whether it makes sure of who touches it.
    pub user_verification: &'static str,
}

/// A wish for a new passkey.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyCreation {
    /// Whom it is for.
    pub rp: PasskeyParty,
    /// Whose it is to be.
    pub user: PasskeyHolder,
    /// What it has to sign.
    pub challenge: String,
    /// Kinds of keys, the best first.
    pub pub_key_cred_params: Vec<PasskeyKind>,
    /// Milliseconds until it is too late.
    pub timeout: i64,
    /// Passkeys that are there already.
    pub exclude_credentials: Vec<PasskeyKnown>,
    /// What the authenticator has to be.
    pub authenticator_selection: PasskeyWish,
    /// Always `none`: what the maker of an authenticator says about it is not asked for.
    pub attestation: &'static str,
}

/// A question for proof by a passkey.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyRequest {
    /// What it has to sign.
    pub challenge: String,
    /// Milliseconds until it is too late.
    pub timeout: i64,
    /// The host of the console.
    pub rp_id: String,
    /// Passkeys that are taken; any that the browser finds where there are none.
    pub allow_credentials: Vec<PasskeyKnown>,
    /// Whether the authenticator has to make sure of who touches it.
    pub user_verification: &'static str,
}

/// A new passkey, as the browser hands it in.
#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyMadeAnswer {
    /// What the authenticator calls it.
    pub id: String,
    /// What it says.
    pub response: PasskeyMadeResponse,
}

/// What the authenticator says of a new passkey.
#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyMadeResponse {
    /// What the browser says about the page.
    #[serde(rename = "clientDataJSON")]
    pub client_data_json: String,
    /// The new key.
    pub attestation_object: String,
    /// How the authenticator is reached.
    #[serde(default)]
    pub transports: Vec<String>,
}

/// Proof by a passkey, as the browser hands it in.
#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyAnswer {
    /// What the authenticator calls it.
    pub id: String,
    /// What it says.
    pub response: PasskeyAnswerResponse,
}

/// What the authenticator says as proof.
#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyAnswerResponse {
    /// What the browser says about the page.
    #[serde(rename = "clientDataJSON")]
    pub client_data_json: String,
    /// What the authenticator says.
    pub authenticator_data: String,
    /// What it signed both with.
    pub signature: String,
    /// Whose passkey it is, where the authenticator remembers.
    #[serde(default)]
    pub user_handle: Option<String>,
}

/// Bytes of a field, if it is what it should be.
pub(super) fn bytes(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// The other way.
pub(super) fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
