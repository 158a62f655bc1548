//! Suppliers of the demo: who gets data from the shop, with contracts that hold. All are invented.

use hjemmel_app::App;
use hjemmel_model::{
    Authorisation, ContractTerm, DataCategory as Data, EntryId, SubProcessor, Supplier, SupplierRole as Role, TenantId,
};
use hjemmel_policy::act;

use super::may;

/// Enter them; `orders` is the activity that parcels are carried for.
pub async fn suppliers(app: &App, tenant: &TenantId, orders: &EntryId) -> anyhow::Result<()> {
    let today = app.clock.now().rfc3339().get(..10).unwrap_or_default().to_owned();
    let one = |name: &str, role: Role, purpose: &str, data: &[Data]| Supplier {
        name: name.into(),
        role,
        purpose: purpose.into(),
        data: data.to_vec(),
        activities: Vec::new(),
        countries: vec!["DK".into()],
        transfer_tool: None,
        dpf_checked_on: String::new(),
        assessed_on: String::new(),
        derogation: String::new(),
        contract: "Databehandleraftale, mappen Aftaler".into(),
        signed_on: "2025-02-03".into(),
        ends_on: String::new(),
        terms: ContractTerm::ALL.to_vec(),
        essence: String::new(),
        sub_processors: Vec::new(),
        authorisation: None,
        reviewed_on: today.clone(),
        review_next: String::new(),
        contact: "privatliv@leverandoer.example".into(),
        hosts: Vec::new(),
    };
    let hosting = one(
        "Nordsky A/S",
        Role::Processor,
        "Driver serverne, som butikken og programmet ligger på.",
        &[Data::Contact, Data::Identifiers, Data::Purchases, Data::Behaviour],
    );
    let sub = |name: &str, country: &str, purpose: &str| SubProcessor {
        name: name.into(),
        country: country.into(),
        purpose: purpose.into(),
    };
    let all = [
        Supplier {
            activities: vec![orders.clone()],
            ..one("Budtjenesten ApS", Role::SeparateController, "Bringer blomster ud.", &[Data::Contact])
        },
        one(
            "Annoncenettet ApS",
            Role::Processor,
            "Viser vores annoncer på andre sider.",
            &[Data::Identifiers, Data::Behaviour],
        ),
        Supplier {
            hosts: vec!["smtp.postduen.example".into()],
            ..one("Postduen ApS", Role::Processor, "Leverer nyhedsbreve.", &[Data::Contact, Data::Communication])
        },
        Supplier {
            sub_processors: vec![sub("Fjeld Datacenter AS", "NO", "Serverrum")],
            authorisation: Some(Authorisation::General),
            ..hosting
        },
    ];
    for supplier in &all {
        app.register().create(&may::<act::RegisterWrite>(tenant), supplier).await?;
    }
    Ok(())
}
