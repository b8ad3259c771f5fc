//! What a revision was computed from stands as the revision does: the gym as it was, and which one is cited.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub struct Migration;

const CITED: &str = "a revision never changes: it cites the gym as it was";
const STANDS: &str = "the gym as it was never changes: revisions cite it";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let cites = "UPDATE OF facts_digest ON plan_revision";
        let other = "NEW.facts_digest IS DISTINCT FROM OLD.facts_digest";
        ddl::refuse(manager, "plan_revision_cites", cites, other, CITED).await?;
        let always = "OLD.digest IS NOT NULL";
        ddl::refuse(manager, "gym_facts_stand", "UPDATE ON gym_facts", always, STANDS).await?;
        ddl::refuse(manager, "gym_facts_stay", "DELETE ON gym_facts", always, STANDS).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::allow(manager, "gym_facts_stay", "gym_facts").await?;
        ddl::allow(manager, "gym_facts_stand", "gym_facts").await?;
        ddl::allow(manager, "plan_revision_cites", "plan_revision").await
    }
}
