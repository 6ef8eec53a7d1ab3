using StudySpot.Cloud.Api.Features.Members;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Api.Commands.Demo;

/// <summary>An invented member of the demo's hall.</summary>
/// <param name="Status">active, suspended or ended.</param>
internal sealed record DemoPerson(string Status, MemberDetails Details, bool CanSignIn);

/// <summary>The forty members of the demo: invented names, telephone numbers that are not given out.</summary>
internal static class DemoPeople
{
    /// <summary>The first of them is the student the demo shows.</summary>
    private const int SignIns = 8;

    private static readonly string[] Names =
    [
        "Aarav Sharma", "Diya Patel", "Vivaan Reddy", "Ananya Iyer", "Ishaan Gupta", "Saanvi Nair", "Kabir Singh", "Meera Joshi",
        "Rohan Deshmukh", "Priya Menon", "Arjun Rao", "Kavya Pillai", "Aditya Verma", "Nisha Choudhary", "Siddharth Bose", "Pooja Kulkarni",
        "Rahul Yadav", "Sneha Mukherjee", "Karan Malhotra", "Divya Krishnan", "Manish Tiwari", "Ritu Agarwal", "Farhan Sheikh", "Ayesha Khan",
        "Harpreet Kaur", "Gurleen Gill", "Thomas Mathew", "Lakshmi Subramanian", "Vikram Rathore", "Neha Bhatt", "Suresh Gowda", "Anjali Mishra",
        "Tenzin Dorjee", "Bhavna Shah", "Mohit Saxena", "Shreya Das", "Imran Qureshi", "Tanvi Hegde", "Yash Thakur", "Zoya Mirza",
    ];

    private static readonly AllowedHours[] Mornings = [new(0b011_1111, "06:00", "14:00")];
    private static readonly AllowedHours[] Evenings = [new(0b111_1111, "15:00", "23:00")];

    public static int Count => Names.Length;

    /// <param name="today">Local day of the hall; paid days are counted from it.</param>
    public static IEnumerable<DemoPerson> All(DateOnly today) => Names.Select((name, index) =>
    {
        var number = index + 1;
        var status = number is 9 or 23 ? "suspended" : number is 14 or 31 ? "ended" : "active";
        AllowedHours[] hours = number is 5 or 12 or 20 ? Mornings : number is 17 or 28 ? Evenings : [];
        // One plan ran out last week, so that this refusal can be seen too.
        var paid = number == 26 ? today.AddDays(-6) : today.AddDays(20 + number * 7 % 60);
        var details = new MemberDetails(name, $"90000000{number:00}", number % 3 == 0 ? null : $"{name.ToLowerInvariant().Replace(' ', '.')}@sunrise.example", paid, [], hours);
        return new DemoPerson(status, details, number <= SignIns);
    });
}
