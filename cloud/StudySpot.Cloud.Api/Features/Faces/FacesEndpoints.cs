namespace StudySpot.Cloud.Api.Features.Faces;

/// <summary>Consent to faces, and what became of it: <c>/api/v1/faces</c> for students, <c>/api/v1/members/{id}/face</c> for the desk.</summary>
public static class FacesEndpoints
{
    public static void MapFaces(this IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/faces").WithTags("Faces");
        ReadNotice.Map(own);
        OwnFace.Map(own);
        var members = api.MapGroup("/members/{memberId:guid}/face").WithTags("Faces");
        ReadMemberFace.Map(members);
        RecordConsent.Map(members);
        WithdrawConsent.Map(members);
        EnrolFace.Map(members);
    }
}
