using Npgsql;

namespace StudySpot.Cloud.Data;

/// <summary>How one process reaches PostgreSQL. The password comes from a file and never from the connection string.</summary>
public sealed record DatabaseSettings(string ConnectionString)
{
    /// <summary>The settings of the process's own role: <c>STUDYSPOT_DATABASE</c> and its password file.</summary>
    /// <exception cref="SettingsException">A key is missing or wrong; the message names it.</exception>
    public static DatabaseSettings Read(Settings settings) => Read(settings, "STUDYSPOT_DATABASE", "STUDYSPOT_DATABASE_PASSWORD_FILE");

    /// <summary>The settings of the owner, for migrations.</summary>
    /// <exception cref="SettingsException">A key is missing or wrong; the message names it.</exception>
    public static DatabaseSettings ReadOwner(Settings settings) =>
        Read(settings, "STUDYSPOT_OWNER_DATABASE", "STUDYSPOT_OWNER_DATABASE_PASSWORD_FILE");

    private static DatabaseSettings Read(Settings settings, string key, string passwordKey)
    {
        ArgumentNullException.ThrowIfNull(settings);
        const string Example = "an Npgsql connection string without password, such as Host=127.0.0.1;Port=5432;Database=studyspot;Username=studyspot_app";
        var text = settings.Required(key, Example);
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
        {
            // The reason is left out: it can quote the text, and the text may hold a password by mistake.
            throw new SettingsException($"{key} is not a connection string. Set it to {Example}.", e);
        }
        if (!string.IsNullOrEmpty(builder.Password))
            throw new SettingsException($"{key} holds a password. Put the password into a file and name the file in {passwordKey}.");
        if (string.IsNullOrEmpty(builder.Host) || string.IsNullOrEmpty(builder.Username) || string.IsNullOrEmpty(builder.Database))
            throw new SettingsException($"{key} lacks Host, Username or Database. Set it to {Example}.");
        builder.Password = settings.RequiredSecret(passwordKey, "the password of that role");
        return new DatabaseSettings(builder.ConnectionString);
    }

    /// <summary>Opens no connection yet. The caller disposes it.</summary>
    public NpgsqlDataSource CreateDataSource()
    {
        var builder = new NpgsqlDataSourceBuilder(ConnectionString);
        // Repeated statements are prepared by the driver: parsing and planning them anew costs more than running them.
        if (!builder.ConnectionStringBuilder.ContainsKey("Max Auto Prepare")) builder.ConnectionStringBuilder.MaxAutoPrepare = 64;
        return builder.Build();
    }

    /// <summary>Without the connection string: it holds the password.</summary>
    public override string ToString() => nameof(DatabaseSettings);
}
