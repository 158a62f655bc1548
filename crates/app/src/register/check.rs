//! What a processing activity has to say before it can be kept.

use hjemmel_model::{Activity, ControllerRole, DataCategory, LegalBasis, TenantId, TransferTool, is_adequate, is_eea};
use hjemmel_words::{Key, key};

use crate::{AppError, cases, profile::line};

impl cases::Register<'_> {
    /// The activity as it is kept, or what is wrong with it.
    pub(super) async fn checked(&self, tenant: &TenantId, draft: &Activity) -> Result<Activity, AppError> {
        let today = self.clock.now().rfc3339();
        let today = today.get(..10).unwrap_or_default();
        let known = self.store.recipients().list(tenant).await?;
        if draft.recipients.iter().any(|id| !known.iter().any(|r| r.id == *id)) {
            return Err(wrong("recipients", key!("field_is_not_one_of_ours")));
        }
        let mut kept = draft.clone();
        kept.name = line(&draft.name, "name", 120)?;
        kept.purpose = text(&draft.purpose, "purpose", true)?;
        kept.retention = text(&draft.retention, "retention", true)?;
        kept.owner = line(&draft.owner, "owner", 120)?;
        kept.measures = text(&draft.measures, "measures", false)?;
        kept.balancing = text(&draft.balancing, "balancing", false)?;
        kept.on_behalf_of = text(&draft.on_behalf_of, "on_behalf_of", false)?;
        kept.countries = draft.countries.iter().map(|c| c.trim().to_uppercase()).collect();
        sorted(&mut kept.countries);
        sorted(&mut kept.uses);
        sorted(&mut kept.legal_bases);
        sorted(&mut kept.subjects);
        sorted(&mut kept.data);
        sorted(&mut kept.sources);
        grounds(&kept)?;
        transfers(&kept, today)?;
        let day = kept.reviewed_on.as_str();
        if !day.is_empty() && (day.parse::<jiff::civil::Date>().is_err() || day > today) {
            return Err(wrong("reviewed_on", key!("field_is_a_day_that_has_been")));
        }
        Ok(kept)
    }
}

fn wrong(field: &'static str, why: Key) -> AppError {
    AppError::Invalid { field, why }
}

fn sorted<T: Ord>(list: &mut Vec<T>) {
    list.sort();
    list.dedup();
}

/// A text of some sentences; lines may break.
fn text(text: &str, field: &'static str, needed: bool) -> Result<String, AppError> {
    let text = text.trim();
    let control = |c: char| c.is_control() && c != '\n';
    match (needed && text.is_empty()) || text.chars().count() > 2_000 || text.chars().any(control) {
        true => Err(wrong(field, key!("field_is_needed_as_text"))),
        false => Ok(text.to_owned()),
    }
}

fn grounds(a: &Activity) -> Result<(), AppError> {
    let one = key!("field_needs_one_at_least");
    if a.legal_bases.is_empty() {
        return Err(wrong("legal_bases", one));
    }
    if a.subjects.is_empty() {
        return Err(wrong("subjects", one));
    }
    if a.data.is_empty() {
        return Err(wrong("data", one));
    }
    if a.role != ControllerRole::Controller && a.on_behalf_of.is_empty() {
        return Err(wrong("on_behalf_of", key!("field_names_with_whom")));
    }
    if a.legal_bases.contains(&LegalBasis::LegitimateInterest) && a.balancing.is_empty() {
        return Err(wrong("balancing", key!("field_needs_the_balancing_test")));
    }
    let special = a.data.iter().copied().any(DataCategory::is_special);
    if special && a.special_basis.is_none() {
        return Err(wrong("special_basis", key!("field_needs_an_article_9_basis")));
    }
    Ok(())
}

fn transfers(a: &Activity, today: &str) -> Result<(), AppError> {
    if a.countries.iter().any(|c| c.len() != 2 || !c.bytes().all(|b| b.is_ascii_uppercase())) {
        return Err(wrong("countries", key!("field_is_two_letters")));
    }
    if a.countries.iter().any(|c| is_eea(c)) {
        return Err(wrong("countries", key!("field_lies_within_the_eea")));
    }
    let tool = match (a.countries.is_empty(), a.transfer_tool) {
        (true, _) => return Ok(()),
        (false, None) => return Err(wrong("transfer_tool", key!("field_needs_a_transfer_tool"))),
        (false, Some(tool)) => tool,
    };
    let covered = |c: &String| c != "US" && is_adequate(c, today);
    match tool {
        TransferTool::Adequacy if !a.countries.iter().all(covered) => {
            Err(wrong("transfer_tool", key!("field_has_no_adequacy_decision")))
        }
        TransferTool::DataPrivacyFramework if a.countries.iter().any(|c| c != "US") => {
            Err(wrong("transfer_tool", key!("field_is_for_the_united_states")))
        }
        // What a program does day by day is not occasional.
        TransferTool::Derogation if !a.uses.is_empty() => {
            Err(wrong("transfer_tool", key!("field_is_for_what_is_occasional")))
        }
        _ => Ok(()),
    }
}
