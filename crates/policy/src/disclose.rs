//! Whether somebody outside may get personal data: under which contract, to which country.
//!
//! Invariant: what is not known, not signed, over, or too old is a no; nothing that is missing makes a no a yes.

use hjemmel_model::{
    Authorisation, ContractTerm, Supplier, SupplierRole, TransferTool, is_adequate, is_eea, is_recent,
};

use crate::refusal::{Reason, Refusal};

/// Days for which a look into the list of the Data Privacy Framework counts.
pub const DPF_DAYS: i64 = 30;

/// Why a supplier may get nothing on a day, written `2026-11-27`; empty where they may.
pub fn supplier_bars(supplier: &Supplier, day: &str) -> Vec<Reason> {
    contract(supplier, day).into_iter().chain(transfer(supplier, day)).collect()
}

/// Decide whether data goes, or is said to go, to somebody of a name. `named` are the suppliers of that name: each of them must
/// be allowed to get it, and there must be one where the organisation keeps a register of its own (`keeps`).
pub fn decide_disclose(keeps: bool, named: &[&Supplier], day: &str) -> Result<(), Refusal> {
    if keeps && named.is_empty() {
        return Err(Refusal::new(Reason::SupplierUnknown));
    }
    let bars = named.iter().flat_map(|supplier| supplier_bars(supplier, day));
    // What a notice or an activity says that somebody gets, they get again and again.
    let often = named.iter().filter(|supplier| leaves(supplier, day)).map(|supplier| supplier.transfer_tool);
    let often = often.filter(|tool| *tool == Some(TransferTool::Derogation)).map(|_| Reason::TransferNotOccasional);
    match bars.chain(often).next() {
        Some(reason) => Err(Refusal::new(reason)),
        None => Ok(()),
    }
}

/// What is wrong with the agreement that a role asks for (G-02, G-03).
fn contract(s: &Supplier, day: &str) -> Option<Reason> {
    // A day that is not there is not there yet.
    let signed = !s.contract.trim().is_empty() && !s.signed_on.is_empty() && s.signed_on.as_str() <= day;
    let over = !s.ends_on.is_empty() && s.ends_on.as_str() < day;
    match s.role {
        SupplierRole::Processor if !signed => Some(Reason::ContractMissing),
        SupplierRole::Processor if over => Some(Reason::ContractEnded),
        SupplierRole::Processor => (!is_complete(s)).then_some(Reason::ContractIncomplete),
        SupplierRole::JointController => {
            (!signed || over || s.essence.trim().is_empty()).then_some(Reason::ArrangementMissing)
        }
        SupplierRole::SeparateController | SupplierRole::PublicAuthority => None,
    }
}

/// Whether every term of Article 28(3) stands in the contract, and whoever the processor uses was allowed (28(2)).
fn is_complete(s: &Supplier) -> bool {
    let allowed = match s.authorisation {
        Some(Authorisation::General | Authorisation::Specific) => true,
        None => s.sub_processors.is_empty(),
    };
    allowed && ContractTerm::ALL.iter().all(|term| s.terms.contains(term))
}

/// Whether data goes, by the supplier or those it uses, where nothing covers it by itself: outside the EEA, and to no country
/// that the Commission found adequate. Its decision on the United States is for those on a list.
fn leaves(s: &Supplier, day: &str) -> bool {
    open_countries(s, day).next().is_some()
}

fn open_countries<'a>(s: &'a Supplier, day: &'a str) -> impl Iterator<Item = &'a String> {
    let covered = move |country: &str| is_eea(country) || (country != "US" && is_adequate(country, day));
    let subs = s.sub_processors.iter().map(|sub| &sub.country);
    s.countries.iter().chain(subs).filter(move |country| !covered(country))
}

/// What is wrong with what carries the data out of the EEA, by the supplier and those it uses.
fn transfer(s: &Supplier, day: &str) -> Option<Reason> {
    let open: Vec<_> = open_countries(s, day).collect();
    if s.countries.is_empty() {
        return Some(Reason::TransferUnfounded);
    }
    if open.is_empty() {
        return None;
    }
    match s.transfer_tool {
        None => Some(Reason::TransferUnfounded),
        Some(TransferTool::Adequacy) => Some(Reason::AdequacyMissing),
        Some(TransferTool::DataPrivacyFramework)
            if open.iter().any(|country| *country != "US" || !is_adequate("US", day)) =>
        {
            Some(Reason::AdequacyMissing)
        }
        Some(TransferTool::DataPrivacyFramework) => {
            (!is_recent(&s.dpf_checked_on, day, DPF_DAYS)).then_some(Reason::ImporterUnchecked)
        }
        Some(TransferTool::StandardClauses | TransferTool::CorporateRules) => {
            (s.assessed_on.is_empty() || s.assessed_on.as_str() > day).then_some(Reason::TransferUnassessed)
        }
        // What an activity does is done again and again.
        Some(TransferTool::Derogation) => {
            (s.derogation.trim().is_empty() || !s.activities.is_empty()).then_some(Reason::TransferNotOccasional)
        }
    }
}

#[cfg(test)]
mod tests;
