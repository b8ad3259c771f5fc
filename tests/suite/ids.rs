//! Ids of rows: each kind has its prefix, for good, because apps keep them.

use domain::ids::*;
use uuid::Uuid;

#[test]
fn every_kind_of_row_has_its_prefix() {
    let uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);
    let ids = [
        ("gym", GymId::from_uuid(uuid).to_string()),
        ("staff", StaffId::from_uuid(uuid).to_string()),
        ("coach", CoachId::from_uuid(uuid).to_string()),
        ("member", MemberId::from_uuid(uuid).to_string()),
        ("track", TrackId::from_uuid(uuid).to_string()),
        ("movement", MovementId::from_uuid(uuid).to_string()),
        ("template", TemplateId::from_uuid(uuid).to_string()),
        ("tversion", TemplateVersionId::from_uuid(uuid).to_string()),
        ("log", SessionLogId::from_uuid(uuid).to_string()),
        ("record", RecordId::from_uuid(uuid).to_string()),
        ("entry", ReadinessEntryId::from_uuid(uuid).to_string()),
        ("goal", GoalId::from_uuid(uuid).to_string()),
        ("restriction", RestrictionId::from_uuid(uuid).to_string()),
        ("note", NoteId::from_uuid(uuid).to_string()),
        ("plan", PlanId::from_uuid(uuid).to_string()),
        ("computation", ComputationId::from_uuid(uuid).to_string()),
        ("lease", LeaseId::from_uuid(uuid).to_string()),
        ("run", RunId::from_uuid(uuid).to_string()),
        ("call", CallId::from_uuid(uuid).to_string()),
        ("batch", BatchId::from_uuid(uuid).to_string()),
        ("integration", IntegrationId::from_uuid(uuid).to_string()),
    ];

    for (prefix, id) in &ids {
        assert_eq!(*id, format!("{prefix}_01j0000000e008000000000001"));
    }
    assert!(ids[0].1.parse::<MemberId>().is_err(), "an id of another kind is none");
    assert_eq!(ids[3].1.parse::<MemberId>().unwrap().uuid(), uuid);
}
