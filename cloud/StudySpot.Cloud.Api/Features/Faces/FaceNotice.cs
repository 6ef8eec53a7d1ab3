using System.Security.Cryptography;
using System.Text;

namespace StudySpot.Cloud.Api.Features.Faces;

/// <summary>
/// What a person reads before agreeing (DPDP Act 2023, s. 5): which data, what for, how long, and how to say no. A changed
/// text is a new version; a consent names the version and the hash of the text that was shown.
/// </summary>
public sealed record FaceNotice(int Version, string Language, string Title, IReadOnlyList<string> Paragraphs)
{
    /// <summary>SHA-256 of title and paragraphs, one a line, UTF-8.</summary>
    public byte[] Hash => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [Title, .. Paragraphs])));

    private const int Current = 1;

    private static readonly FaceNotice[] All =
    [
        new(Current, "en", "Entering by face",
        [
            "If you agree, the gate takes several pictures of your face and turns them into numbers. The pictures are deleted at once; the numbers are kept, encrypted, in the gates of this study hall and are used only to open the gate for you.",
            "Nobody else can read them: not the cloud service, not other halls. They are not sold, shared or used for anything else.",
            "You do not have to agree. Your pass on the phone opens the gate just as well, at the same price, now and always.",
            "You can withdraw at any time, on this page or at the desk. The numbers are then destroyed in every gate, and you can see the proof here. That you agreed and withdrew is kept, because the law asks us to be able to show it.",
            "For anybody under 18 a parent or guardian decides, at the desk.",
            "Questions, corrections and complaints: ask the desk first. You may also complain to the Data Protection Board of India.",
        ]),
        new(Current, "hi", "चेहरे से प्रवेश",
        [
            "आपकी सहमति होने पर गेट आपके चेहरे की कुछ तस्वीरें लेकर उन्हें अंकों में बदलता है। तस्वीरें तुरंत मिटा दी जाती हैं; अंक कूट रूप में इसी अध्ययन केंद्र के गेटों में रखे जाते हैं और केवल आपके लिए गेट खोलने के काम आते हैं।",
            "इन्हें कोई और नहीं पढ़ सकता: न क्लाउड सेवा, न दूसरे केंद्र। इन्हें न बेचा जाता है, न किसी को दिया जाता है, न किसी और काम में लिया जाता है।",
            "सहमति देना ज़रूरी नहीं है। फ़ोन का पास उसी तरह और उसी शुल्क पर गेट खोलता है, आज भी और आगे भी।",
            "आप कभी भी इस पेज पर या डेस्क पर सहमति वापस ले सकते हैं। तब ये अंक हर गेट से नष्ट कर दिए जाते हैं और उसका प्रमाण यहाँ दिखता है। आपने सहमति दी और वापस ली, यह दर्ज रहता है, क्योंकि क़ानून हमसे इसका प्रमाण माँगता है।",
            "18 वर्ष से कम उम्र वालों के लिए माता-पिता या अभिभावक डेस्क पर निर्णय लेते हैं।",
            "प्रश्न, सुधार और शिकायत: पहले डेस्क पर बताएँ। आप भारत के डेटा संरक्षण बोर्ड से भी शिकायत कर सकते हैं।",
        ]),
    ];

    public static IEnumerable<string> Languages => All.Select(notice => notice.Language);

    /// <summary>The present text; null in a language there is none.</summary>
    public static FaceNotice? Find(string? language) => Array.Find(All, notice => notice.Language == language);
}
