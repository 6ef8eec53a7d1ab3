namespace StudySpot.Cloud.Api.Features.Members;

/// <summary>The tenant's students: <c>/api/v1/members</c>.</summary>
public static class MembersEndpoints
{
    public static void AddMembers(this IServiceCollection services)
    {
        services.AddSingleton<CreateMember>();
        services.AddSingleton<ChangeStanding>();
        services.AddSingleton<SetPassword>();
    }

    public static void MapMembers(this IEndpointRouteBuilder api)
    {
        var members = api.MapGroup("/members").WithTags("Members");
        ListMembers.Map(members);
        ReadMember.Map(members);
        CreateMember.Map(members);
        UpdateMember.Map(members);
        ChangeStanding.Map(members);
        SetPassword.Map(members);
    }
}
