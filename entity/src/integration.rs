//! Table `integration`.

use sea_orm::entity::prelude::*;

/// A wearable or partner's credential.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "integration")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub gym_id: Uuid,
    pub name: String,
    /// JSON list of scopes.
    pub scopes: String,
    /// SHA-256 of the secret.
    pub key_hash: Vec<u8>,
    /// The part of the key that may be shown again.
    pub key_prefix: String,
    pub created_at: i64,
    pub last_used_at: Option<i64>,
    pub revoked_at: Option<i64>,
    /// SHA-256 of the secret before the last renewal.
    pub previous_key_hash: Option<Vec<u8>>,
    /// Until when that one is still good.
    pub previous_key_until_at: Option<i64>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
