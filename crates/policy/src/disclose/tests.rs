//! Each thing that is missing is a no of its own, and no history of changes makes less than everything a yes.

use hjemmel_model::{ContractTerm, DataCategory, EntryId, SubProcessor, Supplier, SupplierRole, TransferTool};
use proptest::prelude::*;

use super::*;

const DAY: &str = "2026-11-27";

fn processor() -> Supplier {
    Supplier {
        name: "Postbud ApS".into(),
        role: SupplierRole::Processor,
        purpose: "Sending newsletters.".into(),
        data: vec![DataCategory::Contact],
        activities: Vec::new(),
        countries: vec!["DK".into()],
        transfer_tool: None,
        dpf_checked_on: String::new(),
        assessed_on: String::new(),
        derogation: String::new(),
        contract: "DPA 12".into(),
        signed_on: "2025-01-02".into(),
        ends_on: String::new(),
        terms: ContractTerm::ALL.to_vec(),
        essence: String::new(),
        sub_processors: Vec::new(),
        authorisation: None,
        reviewed_on: String::new(),
        review_next: String::new(),
        contact: String::new(),
        hosts: Vec::new(),
    }
}

fn with(change: impl FnOnce(&mut Supplier)) -> Supplier {
    let mut supplier = processor();
    change(&mut supplier);
    supplier
}

/// Outside the EEA, under that tool.
fn abroad(country: &str, tool: TransferTool) -> Supplier {
    with(|s| {
        s.countries.push(country.into());
        s.transfer_tool = Some(tool);
    })
}

fn bars(supplier: &Supplier) -> Vec<Reason> {
    supplier_bars(supplier, DAY)
}

#[test]
fn a_processor_has_a_signed_contract_that_is_not_over_with_every_term() {
    assert_eq!(bars(&processor()), []);
    assert_eq!(bars(&with(|s| s.contract = " ".into())), [Reason::ContractMissing]);
    assert_eq!(bars(&with(|s| s.signed_on.clear())), [Reason::ContractMissing]);
    assert_eq!(bars(&with(|s| s.signed_on = "2026-11-28".into())), [Reason::ContractMissing]);
    assert_eq!(bars(&with(|s| s.ends_on = "2026-11-26".into())), [Reason::ContractEnded]);
    assert_eq!(bars(&with(|s| s.ends_on = DAY.into())), [], "its last day is a day of it");
    for term in ContractTerm::ALL {
        assert_eq!(bars(&with(|s| s.terms.retain(|t| t != term))), [Reason::ContractIncomplete], "{term:?}");
    }
}

#[test]
fn whom_a_processor_uses_was_allowed_and_is_looked_at_as_it_is_itself() {
    let sub = |country: &str| SubProcessor { name: "Sky".into(), country: country.into(), purpose: "Hosting".into() };
    let using = |country: &str, authorisation| {
        with(|s| {
            s.sub_processors = vec![sub(country)];
            s.authorisation = authorisation;
        })
    };
    assert_eq!(bars(&using("SE", None)), [Reason::ContractIncomplete]);
    assert_eq!(bars(&using("SE", Some(Authorisation::General))), []);
    assert_eq!(bars(&using("SE", Some(Authorisation::Specific))), []);
    assert_eq!(bars(&using("IN", Some(Authorisation::General))), [Reason::TransferUnfounded]);
}

#[test]
fn joint_controllers_have_an_arrangement_whose_essence_can_be_read() {
    let joint = |change: fn(&mut Supplier)| {
        bars(&with(|s| {
            s.role = SupplierRole::JointController;
            s.terms.clear();
            s.essence = "/privacy#joint".into();
            change(s);
        }))
    };
    assert_eq!(joint(|_| {}), []);
    for missing in [
        (|s| s.essence.clear()) as fn(&mut Supplier),
        |s| s.contract.clear(),
        |s| s.signed_on.clear(),
        |s| s.ends_on = "2026-01-01".into(),
    ] {
        assert_eq!(joint(missing), [Reason::ArrangementMissing]);
    }
    for role in [SupplierRole::SeparateController, SupplierRole::PublicAuthority] {
        let own = with(|s| {
            s.role = role;
            s.contract.clear();
            s.terms.clear();
        });
        assert_eq!(bars(&own), [], "they answer for themselves");
    }
}

#[test]
fn nothing_leaves_the_eea_without_a_tool_that_fits() {
    assert_eq!(bars(&with(|s| s.countries = vec!["IN".into()])), [Reason::TransferUnfounded]);
    assert_eq!(bars(&with(|s| s.countries.clear())), [Reason::TransferUnfounded], "nobody knows where");
    assert_eq!(bars(&with(|s| s.countries.push("xx".into()))), [Reason::TransferUnfounded]);
}

#[test]
fn a_decision_of_the_commission_counts_for_its_country_while_it_lasts() {
    assert_eq!(bars(&with(|s| s.countries.push("GB".into()))), [], "no other tool is needed");
    assert_eq!(bars(&abroad("JP", TransferTool::Adequacy)), []);
    assert_eq!(bars(&abroad("IN", TransferTool::Adequacy)), [Reason::AdequacyMissing]);
    assert_eq!(bars(&abroad("US", TransferTool::Adequacy)), [Reason::AdequacyMissing], "that one is for a list");
    let britain = abroad("GB", TransferTool::Adequacy);
    assert_eq!(supplier_bars(&britain, "2031-12-27"), []);
    assert_eq!(supplier_bars(&britain, "2031-12-28"), [Reason::AdequacyMissing]);
}

#[test]
fn an_american_importer_was_on_the_list_within_thirty_days() {
    let seen = |day: &str| {
        let mut importer = abroad("US", TransferTool::DataPrivacyFramework);
        importer.dpf_checked_on = day.into();
        bars(&importer)
    };
    assert_eq!((seen("2026-10-28"), seen(DAY)), (vec![], vec![]));
    for stale in ["", "2026-10-27", "2026-11-28", "yesterday"] {
        assert_eq!(seen(stale), [Reason::ImporterUnchecked], "{stale}");
    }
    let mut elsewhere = abroad("IN", TransferTool::DataPrivacyFramework);
    elsewhere.dpf_checked_on = DAY.into();
    assert_eq!(bars(&elsewhere), [Reason::AdequacyMissing]);
}

#[test]
fn clauses_and_corporate_rules_come_with_an_assessment() {
    for tool in [TransferTool::StandardClauses, TransferTool::CorporateRules] {
        let mut s = abroad("IN", tool);
        assert_eq!(bars(&s), [Reason::TransferUnassessed]);
        s.assessed_on = "2026-11-28".into();
        assert_eq!(bars(&s), [Reason::TransferUnassessed], "it is still to come");
        s.assessed_on = DAY.into();
        assert_eq!(bars(&s), []);
    }
}

#[test]
fn an_exception_is_for_what_is_occasional() {
    let mut s = abroad("IN", TransferTool::Derogation);
    assert_eq!(bars(&s), [Reason::TransferNotOccasional]);
    s.derogation = "One booking abroad, at the customer's wish.".into();
    assert_eq!(bars(&s), []);
    let named = |s: &Supplier| decide_disclose(true, &[s], DAY).err().map(|no| no.reason);
    assert_eq!(named(&s), Some(Reason::TransferNotOccasional), "who is named as getting data gets it again and again");
    s.activities.push(EntryId::parse("ent_1").unwrap());
    assert_eq!(bars(&s), [Reason::TransferNotOccasional]);
}

#[test]
fn who_is_not_known_gets_nothing_once_the_register_is_kept() {
    let (well, ill) = (processor(), with(|s| s.terms.clear()));
    let refused = |keeps, named: &[&Supplier]| decide_disclose(keeps, named, DAY).err().map(|no| no.reason);
    assert_eq!(refused(false, &[]), None, "an update stops nobody");
    assert_eq!(refused(true, &[]), Some(Reason::SupplierUnknown));
    for keeps in [false, true] {
        assert_eq!(refused(keeps, &[&well]), None);
        assert_eq!(refused(keeps, &[&ill]), Some(Reason::ContractIncomplete));
        assert_eq!(refused(keeps, &[&well, &ill]), Some(Reason::ContractIncomplete), "one of a name that may not");
    }
}

fn any_supplier() -> impl Strategy<Value = Supplier> {
    let days = prop::sample::select(vec!["", "2025-06-01", "2026-10-27", "2026-10-28", "2026-11-27", "2027-03-01"]);
    let countries = prop::collection::vec(prop::sample::select(vec!["DK", "SE", "GB", "US", "IN", "BR", "??"]), 0..4);
    let tools = prop::option::of(prop::sample::select(TransferTool::ALL.to_vec()));
    let texts = prop::sample::select(vec!["", " ", "said"]);
    let terms = prop::sample::subsequence(ContractTerm::ALL.to_vec(), 0..=ContractTerm::ALL.len());
    let roles = prop::sample::select(SupplierRole::ALL.to_vec());
    (roles, countries, tools, prop::collection::vec(days, 4), prop::collection::vec(texts, 3), terms).prop_map(
        |(role, countries, transfer_tool, days, texts, terms)| {
            let day = |at: usize| days[at].to_owned();
            let text = |at: usize| texts[at].to_owned();
            Supplier {
                role,
                countries: countries.into_iter().map(str::to_owned).collect(),
                transfer_tool,
                signed_on: day(0),
                ends_on: day(1),
                dpf_checked_on: day(2),
                assessed_on: day(3),
                contract: text(0),
                essence: text(1),
                derogation: text(2),
                terms,
                ..processor()
            }
        },
    )
}

proptest! {
    /// Keeping a register, and more suppliers of a name, never allow more.
    #[test]
    fn more_that_is_known_never_allows_more(one in any_supplier(), other in any_supplier(), keeps: bool) {
        let alone = decide_disclose(keeps, &[&one], DAY);
        let both = decide_disclose(keeps, &[&one, &other], DAY);
        prop_assert!(both.is_err() || (alone.is_ok() && decide_disclose(keeps, &[&other], DAY).is_ok()));
        prop_assert!(decide_disclose(true, &[&one], DAY) == decide_disclose(false, &[&one], DAY));
    }

    /// Taking away a term, the contract, the tool, an assessment or a day, or adding a country, never makes a no a yes.
    #[test]
    fn less_that_is_said_never_allows_more(s in any_supplier(), what in 0..8_usize) {
        let mut less = s.clone();
        match what {
            0 => { less.terms.pop(); }
            1 => less.contract.clear(),
            2 => less.signed_on.clear(),
            3 => less.transfer_tool = None,
            4 => less.dpf_checked_on.clear(),
            5 => less.assessed_on.clear(),
            // Where there was none, nobody knew where.
            6 if !less.countries.is_empty() => less.countries.push("IN".into()),
            _ => less.derogation.clear(),
        }
        prop_assert!(!bars(&less).is_empty() || bars(&s).is_empty());
    }

    /// Every no names a rule of contracts or transfers.
    #[test]
    fn every_no_has_its_rule(s in any_supplier()) {
        for reason in bars(&s) {
            prop_assert!(["G-02", "G-03", "X-01", "X-02", "X-03", "X-04", "X-05"].contains(&reason.rule()));
        }
    }
}
