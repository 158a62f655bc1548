//! What people bought.
//!
//! Invariant: an order is sealed with a key of its own. When its person is erased, an order that a law holds belongs to
//! nobody any more, is shown to nobody but those who keep the books, and goes by itself when the law lets go of it.

use hjemmel_model::{AtMs, LawPack, Order, OrderId, PersonId};
use hjemmel_policy::{Authorized, act};
use serde::{Deserialize, Serialize};

use crate::{
    Store,
    db::{Row, Value, unit_of_work},
    error::StoreError,
    request::{law_name, law_of_name},
    sql,
    work::{Orders, Records, Work},
};

/// The words of an order, as sealed.
#[derive(Serialize, Deserialize)]
struct Body {
    number: String,
    lines: Vec<String>,
}

impl Orders<&mut Work> {
    /// Record an order of a person. One with a number that is known already changes nothing: `false`.
    pub async fn add(
        &mut self,
        auth: &Authorized<act::PersonWrite>,
        person: &PersonId,
        order: &Order,
    ) -> Result<bool, StoreError> {
        let Work { store, tx } = &mut *self.0;
        let tenant = auth.tenant().as_str();
        let hash = store.keys.hash(&format!("order.{tenant}"), order.number.as_bytes());
        let known = tx.read(sql::PERSON_ORDER_BY_NUMBER, &[tenant.into(), hash.as_str().into()]).await?;
        if !known.is_empty() {
            return Ok(false);
        }
        let key = store.persons.make(&store.keys, order.id.as_str()).await?;
        let body = Body { number: order.number.clone(), lines: order.lines.clone() };
        let body = serde_json::to_string(&body).map_err(|_| StoreError::Damaged("order"))?;
        let values = [
            order.id.as_str().into(),
            tenant.into(),
            person.as_str().into(),
            hash.into(),
            key.seal(store.keys.entropy(), &place(&order.id), &body)?.into(),
            order.total_minor.into(),
            order.currency.as_str().into(),
            law_name(order.law).into(),
            order.at.0.into(),
            order.held_until.0.into(),
        ];
        if tx.read(sql::PERSON_FIND, &[tenant.into(), person.as_str().into()]).await?.is_empty() {
            return Err(StoreError::NotFound("person"));
        }
        let added = tx.execute(sql::PERSON_ORDER_INSERT, &values).await? == 1;
        store.segment_touch(tx, person).await?;
        Ok(added)
    }
}

impl<R: Records> Orders<R> {
    /// What a person bought, newest first.
    pub async fn list(
        &mut self,
        auth: &Authorized<act::PersonRead>,
        person: &PersonId,
    ) -> Result<Vec<Order>, StoreError> {
        let values = [auth.tenant().as_str().into(), person.as_str().into()];
        self.read(sql::PERSON_ORDER_OF_PERSON, &values).await
    }

    /// Orders that a law holds although their person was erased, those that go first, at most 500.
    pub async fn held(&mut self, auth: &Authorized<act::HeldRead>) -> Result<Vec<Order>, StoreError> {
        self.read(sql::PERSON_ORDER_HELD, &[auth.tenant().as_str().into()]).await
    }

    async fn read(&mut self, query: &'static str, values: &[Value]) -> Result<Vec<Order>, StoreError> {
        let mut out = Vec::new();
        for row in &self.0.read(query, values).await? {
            out.push(self.0.store().order(row).await?);
        }
        Ok(out)
    }
}

impl Orders<&Store> {
    /// Erase the orders that no law holds any longer. Returns how many went.
    pub async fn lapse(&self, _auth: &Authorized<act::RetentionRun>, now: AtMs) -> Result<u64, StoreError> {
        let mut gone = 0;
        loop {
            let rows = self.0.db.read(sql::PERSON_ORDER_LAPSED, &[now.0.into()]).await?;
            if rows.is_empty() {
                return Ok(gone);
            }
            for row in &rows {
                let id = row.text(0)?;
                unit_of_work!(self.0.db, |tx| { tx.execute(sql::PERSON_ORDER_DELETE, &[id.as_str().into()]).await })?;
                // A key that a kill leaves behind here belongs to nobody and is swept up.
                self.0.persons.destroy(&id).await?;
                gone += 1;
            }
        }
    }
}

impl Store {
    async fn order(&self, row: &Row) -> Result<Order, StoreError> {
        let damaged = || StoreError::Damaged("order");
        let id = OrderId::parse(&row.text(0)?).map_err(|_| damaged())?;
        let key = self.persons.get(&self.keys, id.as_str()).await?;
        let body: Body = serde_json::from_str(&key.open(&place(&id), &row.text(1)?)?).map_err(|_| damaged())?;
        Ok(Order {
            number: body.number,
            lines: body.lines,
            total_minor: row.int(2)?,
            currency: row.text(3)?,
            law: law_of_name(&row.text(4)?).ok_or_else(damaged)?,
            at: AtMs(row.int(5)?),
            held_until: AtMs(row.int(6)?),
            id,
        })
    }
}

/// What was bought in an order, line by line.
pub(crate) async fn lines(store: &Store, id: &str, sealed: &str) -> Result<Vec<String>, StoreError> {
    let damaged = || StoreError::Damaged("order");
    let key = store.persons.get(&store.keys, id).await?;
    let body = key.open(&place(&OrderId::parse(id).map_err(|_| damaged())?), sealed)?;
    Ok(serde_json::from_str::<Body>(&body).map_err(|_| damaged())?.lines)
}

/// Each order's id, the law it was written down under, and until when that holds it.
pub(crate) fn laws(rows: &[Row]) -> Result<Vec<(String, LawPack, AtMs)>, StoreError> {
    let of = |row: &Row| {
        let law = law_of_name(&row.text(4)?).ok_or(StoreError::Damaged("order"))?;
        Ok((row.text(0)?, law, AtMs(row.int(6)?)))
    };
    rows.iter().map(of).collect()
}

fn place(id: &OrderId) -> String {
    format!("person_order.body.{id}")
}
