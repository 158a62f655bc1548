//! Actors: who uses the data, and whether their role allows the act.

use std::marker::PhantomData;

use hjemmel_model::{Action, IdentifierId, PersonId, Role, TenantId, UserId};

/// One type an action, so that a signature says what it needs.
pub mod act {
    use hjemmel_model::Action;

    /// An action as a type.
    pub trait ActionKind {
        /// The action as a value.
        const ACTION: Action;
    }

    macro_rules! acts {
        ($($(#[$doc:meta])+ $name:ident = $text:literal,)+) => {
            $(
                $(#[$doc])+
                #[derive(Debug)]
                pub enum $name {}
                impl ActionKind for $name {
                    const ACTION: Action = Action::$name;
                }
            )+
        };
    }

    hjemmel_model::for_every_action!(acts);
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A member of staff in a role.
    Staff {
        /// Who.
        user: UserId,
        /// As what.
        role: Role,
    },
    /// A job of the program itself, by name.
    Job(&'static str),
    /// The person themself.
    Person(PersonId),
    /// A browser that showed its token.
    Browser,
    /// Somebody who did not show who they are.
    Stranger,
}

/// Somebody who showed control of an address within the last half hour. Built by the store and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    tenant: TenantId,
    person: PersonId,
    identifier: IdentifierId,
}

impl Holder {
    /// Whoever showed control of that address of that person.
    pub fn shown(tenant: TenantId, person: PersonId, identifier: IdentifierId) -> Holder {
        Holder { tenant, person, identifier }
    }

    /// Whose customer.
    pub fn tenant(&self) -> &TenantId {
        &self.tenant
    }

    /// Who.
    pub fn person(&self) -> &PersonId {
        &self.person
    }

    /// The address.
    pub fn identifier(&self) -> &IdentifierId {
        &self.identifier
    }
}

impl Actor {
    /// For the audit log: an id, never a name.
    pub fn audit_name(&self) -> String {
        match self {
            Actor::Staff { user, .. } => user.to_string(),
            Actor::Job(name) => format!("job:{name}"),
            // Who it was stands in the record itself, which can be erased; the audit log cannot.
            Actor::Person(_) => "person".into(),
            Actor::Browser => "browser".into(),
            Actor::Stranger => "stranger".into(),
        }
    }
}

/// Proof that an actor may do an act within a tenant.
#[derive(Debug)]
pub struct Authorized<A: act::ActionKind> {
    pub(crate) tenant: TenantId,
    pub(crate) actor: Actor,
    pub(crate) action: PhantomData<A>,
}

impl<A: act::ActionKind> Authorized<A> {
    /// Where.
    pub fn tenant(&self) -> &TenantId {
        &self.tenant
    }

    /// Who.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }
}

mod sealed {
    pub trait Sealed {}
}

/// Who reads about people, and in whose organisation. The store opens nothing about anybody without one.
pub trait Witness: sealed::Sealed + Sync {
    /// Where.
    fn tenant(&self) -> &TenantId;
}

impl<A: act::ActionKind> sealed::Sealed for Authorized<A> {}

impl<A: act::ActionKind + Sync> Witness for Authorized<A> {
    fn tenant(&self) -> &TenantId {
        &self.tenant
    }
}

impl sealed::Sealed for Holder {}

impl Witness for Holder {
    fn tenant(&self) -> &TenantId {
        &self.tenant
    }
}

/// The program itself reads, to decide about somebody or to serve what they began; nobody is shown what it reads.
#[derive(Clone, Debug)]
pub struct Asking {
    tenant: TenantId,
}

impl sealed::Sealed for Asking {}

impl Witness for Asking {
    fn tenant(&self) -> &TenantId {
        &self.tenant
    }
}

/// Read so as to decide. Lint refuses it where no reason is given.
pub fn asking(tenant: &TenantId) -> Asking {
    Asking { tenant: tenant.clone() }
}

/// The role does not allow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the role `{}` may not do this", role.name())]
pub struct Denied {
    /// The role.
    pub role: Role,
    /// The act.
    pub action: Action,
}

/// The grid: who may do what.
pub fn may(role: Role, action: Action) -> bool {
    use Action::*;
    use Role::*;
    match action {
        ReportRead | SiteRead => true,
        SiteWrite => matches!(role, Owner | Marketer),
        NoticePublish => matches!(role, Owner | Marketer | DataProtectionOfficer),
        ConsentRead => matches!(role, Owner | DataProtectionOfficer | Support | Marketer),
        ConsentWithdraw => matches!(role, Owner | DataProtectionOfficer | Support),
        TeamRead => true,
        TeamWrite | KeyWrite => matches!(role, Owner),
        AuditRead | JobRead => matches!(role, Owner | DataProtectionOfficer),
        RetentionRun => false,
        RetentionConfirm | EvidenceRestart => matches!(role, Owner | DataProtectionOfficer),
        PersonRead => matches!(role, Owner | Marketer | DataProtectionOfficer | Support),
        PersonWithdraw => matches!(role, Owner | DataProtectionOfficer | Support),
        PersonWrite => matches!(role, Owner | Marketer | DataProtectionOfficer | Support),
        PersonErase | HeldRead => matches!(role, Owner | DataProtectionOfficer),
        FormRead => true,
        FormWrite => matches!(role, Owner | Marketer | DataProtectionOfficer),
        PersonImport => matches!(role, Owner | Marketer | DataProtectionOfficer),
        CampaignRead => matches!(role, Owner | Marketer | Analyst | DataProtectionOfficer | Support),
        CampaignWrite => matches!(role, Owner | Marketer),
        RequestRead | RequestWrite => matches!(role, Owner | DataProtectionOfficer | Support),
        RegisterRead => matches!(role, Owner | Marketer | DataProtectionOfficer),
        RegisterWrite => matches!(role, Owner | DataProtectionOfficer),
        SegmentRead => matches!(role, Owner | Marketer | DataProtectionOfficer),
        SegmentWrite => matches!(role, Owner | Marketer),
    }
}

/// A member of staff asks to act.
pub fn authorize_staff<A: act::ActionKind>(
    tenant: &TenantId,
    user: &UserId,
    role: Role,
) -> Result<Authorized<A>, Denied> {
    if !may(role, A::ACTION) {
        return Err(Denied { role, action: A::ACTION });
    }
    let actor = Actor::Staff { user: user.clone(), role };
    Ok(Authorized { tenant: tenant.clone(), actor, action: PhantomData })
}

/// A named job of the program acts.
pub fn authorize_job<A: act::ActionKind>(tenant: &TenantId, job: &'static str) -> Authorized<A> {
    Authorized { tenant: tenant.clone(), actor: Actor::Job(job), action: PhantomData }
}

/// What a person may do about themself, once they showed control of an address.
pub fn may_holder(action: Action) -> bool {
    matches!(action, Action::PersonRead | Action::PersonWithdraw | Action::PersonErase | Action::RequestWrite)
}

/// The person acts for themself.
pub fn authorize_holder<A: act::ActionKind>(holder: &Holder) -> Result<Authorized<A>, NotForHolders> {
    if !may_holder(A::ACTION) {
        return Err(NotForHolders(A::ACTION));
    }
    let actor = Actor::Person(holder.person.clone());
    Ok(Authorized { tenant: holder.tenant.clone(), actor, action: PhantomData })
}

/// People do not do this themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is for staff")]
pub struct NotForHolders(pub Action);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_does_to_themself_what_the_law_gives_them_and_nothing_else() {
        let own: Vec<_> = Action::ALL.iter().copied().filter(|a| may_holder(*a)).collect();
        assert_eq!(own, [Action::PersonRead, Action::PersonWithdraw, Action::PersonErase, Action::RequestWrite]);
        let holder = Holder::shown(
            TenantId::parse("ten_1").unwrap(),
            PersonId::parse("per_1").unwrap(),
            IdentifierId::parse("idn_1").unwrap(),
        );
        assert!(authorize_holder::<act::CampaignWrite>(&holder).is_err());
        assert_eq!(authorize_holder::<act::PersonErase>(&holder).unwrap().actor().audit_name(), "person");
    }

    #[test]
    fn the_grid_as_people_read_it() {
        let mut grid = String::new();
        for action in Action::ALL.iter().copied() {
            let roles: Vec<_> = Role::ALL.into_iter().filter(|r| may(*r, action)).map(Role::name).collect();
            grid.push_str(&format!("{action:?}: {}\n", roles.join(", ")));
        }
        insta::assert_snapshot!(grid, @r"
        ReportRead: owner, marketer, analyst, data_protection_officer, support
        SiteRead: owner, marketer, analyst, data_protection_officer, support
        SiteWrite: owner, marketer
        NoticePublish: owner, marketer, data_protection_officer
        ConsentRead: owner, marketer, data_protection_officer, support
        ConsentWithdraw: owner, data_protection_officer, support
        TeamRead: owner, marketer, analyst, data_protection_officer, support
        TeamWrite: owner
        KeyWrite: owner
        AuditRead: owner, data_protection_officer
        JobRead: owner, data_protection_officer
        RetentionRun: 
        RetentionConfirm: owner, data_protection_officer
        EvidenceRestart: owner, data_protection_officer
        PersonRead: owner, marketer, data_protection_officer, support
        PersonWithdraw: owner, data_protection_officer, support
        PersonWrite: owner, marketer, data_protection_officer, support
        PersonErase: owner, data_protection_officer
        HeldRead: owner, data_protection_officer
        FormRead: owner, marketer, analyst, data_protection_officer, support
        FormWrite: owner, marketer, data_protection_officer
        PersonImport: owner, marketer, data_protection_officer
        CampaignRead: owner, marketer, analyst, data_protection_officer, support
        CampaignWrite: owner, marketer
        RequestRead: owner, data_protection_officer, support
        RequestWrite: owner, data_protection_officer, support
        RegisterRead: owner, marketer, data_protection_officer
        RegisterWrite: owner, data_protection_officer
        SegmentRead: owner, marketer, data_protection_officer
        SegmentWrite: owner, marketer
        ");
    }
}
