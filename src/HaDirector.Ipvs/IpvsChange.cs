using HaDirector.Model;

namespace HaDirector.Ipvs;

/// <summary>One operation on the kernel's table.</summary>
/// <param name="Service">The service it concerns.</param>
public abstract record IpvsChange(ServiceKey Service)
{
    /// <summary>Makes a service, without servers.</summary>
    public sealed record AddService(ServiceKey Service, ServiceSpec Spec) : IpvsChange(Service)
    {
        /// <inheritdoc/>
        public override string ToString() => $"add service {Service} {Spec.Scheduler}";
    }

    /// <summary>Changes how a service behaves. Its connections go on.</summary>
    public sealed record EditService(ServiceKey Service, ServiceSpec Spec) : IpvsChange(Service)
    {
        /// <inheritdoc/>
        public override string ToString() => $"edit service {Service} {Spec.Scheduler}";
    }

    /// <summary>Removes a service with its servers.</summary>
    public sealed record RemoveService(ServiceKey Service) : IpvsChange(Service)
    {
        /// <inheritdoc/>
        public override string ToString() => $"remove service {Service}";
    }

    /// <summary>Adds a server; it becomes the last of its service.</summary>
    public sealed record AddDestination(ServiceKey Service, IpEndpoint Destination, DestinationSpec Spec) : IpvsChange(Service)
    {
        /// <inheritdoc/>
        public override string ToString() => $"add server {Destination} of {Service} weight {Spec.Weight} {Spec.Forwarding}";
    }

    /// <summary>Changes a server: weight, thresholds or forwarding method. Its place and its connections stay.</summary>
    public sealed record EditDestination(ServiceKey Service, IpEndpoint Destination, DestinationSpec Spec) : IpvsChange(Service)
    {
        /// <inheritdoc/>
        public override string ToString() => $"edit server {Destination} of {Service} weight {Spec.Weight} {Spec.Forwarding}";
    }

    /// <summary>Removes a server; what the kernel still forwards to it is dropped (or expired, net.ipv4.vs.expire_nodest_conn).</summary>
    public sealed record RemoveDestination(ServiceKey Service, IpEndpoint Destination) : IpvsChange(Service)
    {
        /// <inheritdoc/>
        public override string ToString() => $"remove server {Destination} of {Service}";
    }
}
